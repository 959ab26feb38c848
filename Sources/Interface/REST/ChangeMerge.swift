import Kit
import Payloads
import Profile
import REST

/// A change that did not go through because somebody else was faster: what was there, what is wanted, what is there now,
/// and what of both is taken. A pure value; the popup shows it.
struct ChangeMerge {
    /// One place in which the three differ.
    struct Row {
        /// Where: a JSON Pointer, or the number of a line.
        var place: String
        /// What was there, is wanted, is there now, on one line each.
        var base: String
        var mine: String
        var theirs: String
        var origin: MergeOrigin
        /// Which side is taken; nil while nobody has said.
        var takesMine: Bool?
        /// What is to be known of this place; nil for nothing.
        var note: String?
    }

    enum Content {
        case json(ThreeWayJSON)
        case lines(ThreeWayLines)
        /// A patch of steps: the first rows are its steps, the others what only they changed.
        case steps(JSONPatchMerge)
        /// No text on both sides: all of one, or of the other.
        case whole
    }

    /// How the change is sent.
    enum Kind: Equatable {
        case replace, take
        /// A patch stays one, and is applied to what is there now (RFC 7396).
        case mergePatch
        /// The same with steps, all of them or none (RFC 6902).
        case jsonPatch
    }

    let kind: Kind
    var rows: [Row] = []
    /// What is to be known of it; nil for nothing.
    private(set) var remark: String?
    /// Why it cannot be sent at all; nil when it can.
    private(set) var obstacle: String?
    var content = Content.whole
    private(set) var patch: JSONValue?

    /// - Parameters:
    ///   - base: the body that the change started from; nil when nobody knows it.
    ///   - mine: the body that was to be sent; nil when it is none of text.
    ///   - theirs: the body that is there now.
    init(method: String, contentType: String?, base: [UInt8]?, mine: [UInt8]?, theirs: [UInt8]) {
        let isSteps = contentType?.lowercased().contains("json-patch+json") == true
        kind = method == "DELETE" ? .take : method != "PATCH" ? .replace : isSteps ? .jsonPatch : .mergePatch
        let now = try? JSONValue(reading: theirs)
        let before = base.flatMap { try? JSONValue(reading: $0) }
        if base == nil { remark = "What was there is not kept: whatever differs is to be chosen" }
        switch kind {
        case .replace: replace(base, mine, theirs, before, now)
        case .take:
            // A DELETE has no body to merge: only what they have changed is shown.
            if let now, let before {
                show(ThreeWayJSON(base: before, mine: before, theirs: now))
            } else {
                show(lines: base, base ?? theirs, theirs)
            }
        case .mergePatch, .jsonPatch: patch(mine, before, now)
        }
    }

    private mutating func replace(
        _ base: [UInt8]?, _ mine: [UInt8]?, _ theirs: [UInt8], _ before: JSONValue?, _ now: JSONValue?
    ) {
        // As JSON only where all that is known is JSON: one that is not would look like one great change.
        if let mine, let now, base == nil || before != nil, let wanted = try? JSONValue(reading: mine) {
            show(ThreeWayJSON(base: before, mine: wanted, theirs: now))
        } else if let mine {
            show(lines: base, mine, theirs)
        } else {
            rows = [whole(base, theirs)]
        }
    }

    private mutating func patch(_ mine: [UInt8]?, _ before: JSONValue?, _ now: JSONValue?) {
        guard let mine, let patch = try? JSONValue(reading: mine) else {
            return obstacle = "The patch is no JSON: it is sent as it is, or not at all"
        }
        // A merge patch makes an object of whatever is there (RFC 7396 2): of a text nothing would be left.
        guard let now else { return obstacle = "What is there now is no JSON: the patch cannot be tried on it" }
        self.patch = patch
        if kind == .jsonPatch {
            do throws(JSONPatch.Problem) {
                show(try JSONPatchMerge(patch, base: before, theirs: now))
            } catch {
                obstacle = "What is composed is no JSON Patch: \(error)"
            }
            return
        }
        // Where nobody knows the state before, theirs stands for it: then all that the patch does is mine.
        let start = before ?? now
        show(ThreeWayJSON(base: start, mine: start.applying(mergePatch: patch), theirs: now))
    }

    // MARK: - Rows

    private mutating func show(_ merge: ThreeWayJSON) {
        content = .json(merge)
        func text(_ value: JSONValue?) -> String { value?.excerpt(200) ?? "" }
        rows = merge.differences.map { difference in
            Row(
                place: difference.path.steps.isEmpty ? "(all of it)" : difference.path.description,
                base: text(difference.base), mine: text(difference.mine), theirs: text(difference.theirs),
                origin: difference.origin, takesMine: Self.first(difference.origin))
        }
    }

    private mutating func show(lines base: [UInt8]?, _ mine: [UInt8], _ theirs: [UInt8]) {
        // Bytes that are no text have no lines.
        guard let own = String(validating: mine, as: UTF8.self), let other = String(validating: theirs, as: UTF8.self)
        else { return rows = [whole(base, theirs)] }
        let merge = ThreeWayLines(
            base: base.flatMap { String(validating: $0, as: UTF8.self) }, mine: own, theirs: other)
        content = .lines(merge)
        rows = merge.differences.map { difference in
            // By their number: that is the text which the person finds at the server now.
            let number = difference.theirs.lowerBound + 1
            return Row(
                place: "line \(number)", base: merge.base[difference.base].joined(separator: " ⏎ "),
                mine: merge.mine[difference.mine].joined(separator: " ⏎ "),
                theirs: merge.theirs[difference.theirs].joined(separator: " ⏎ "), origin: difference.origin,
                takesMine: Self.first(difference.origin))
        }
    }

    private func whole(_ base: [UInt8]?, _ theirs: [UInt8]) -> Row {
        Row(
            place: "(all of it)", base: base.map { Figures.count($0.count, "byte") } ?? "", mine: "as composed",
            theirs: Figures.count(theirs.count, "byte"), origin: .conflict, takesMine: nil)
    }

    static func first(_ origin: MergeOrigin) -> Bool? {
        switch origin {
        case .mine: true
        // Both the same: either is right, and theirs is there already.
        case .theirs, .both: false
        case .conflict: nil
        }
    }

    // MARK: - Choosing

    /// How many places nobody has chosen yet. A DELETE is sent as it is: there is nothing to choose.
    var open: Int { kind == .take ? 0 : rows.count { $0.takesMine == nil } }

    /// Takes one side at a place; false where there is nothing to choose.
    mutating func choose(_ row: Int, mine: Bool) -> Bool {
        guard rows.indices.contains(row), kind != .take else { return false }
        if case .steps(let merge) = content { return choose(step: row, of: merge, mine: mine) }
        // What only they changed is not in a patch, and stays whatever is sent.
        if kind == .mergePatch, rows[row].origin == .theirs { return false }
        rows[row].takesMine = mine
        return true
    }

    /// The body that is sent; nil when what is composed goes out as it is.
    var body: [UInt8]? {
        let takesMine = rows.map { $0.takesMine ?? false }
        switch (kind, content) {
        case (.replace, .json(let merge)): return merge.merged(takesMine).written(opened: 1)
        case (.replace, .lines(let merge)): return Array(merge.merged(takesMine).utf8)
        case (.mergePatch, .json(let merge)):
            guard let patch else { return nil }
            var left = patch
            // What is not taken is left out of the patch, which leaves the place as it is there (RFC 7396 1).
            for (difference, isMine) in zip(merge.differences, takesMine) where !isMine && difference.origin != .theirs
            {
                left = left.setting(nil, at: difference.path) ?? left
            }
            return left == patch ? nil : left.written(opened: 1)
        case (.jsonPatch, .steps(let merge)): return body(of: merge)
        default: return nil
        }
    }

    /// Whether nothing of mine is left: theirs is what is wanted.
    var isTheirs: Bool {
        if case .steps(let merge) = content { return changesNothing(merge) }
        // A patch without members still says something: its sender decides.
        return kind == .replace && rows.allSatisfy { $0.takesMine == false }
    }
}
