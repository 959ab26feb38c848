import FoundationEssentials
public import Terminal

/// Why a picture of the screen is not the one on file, in words and with both pictures.
public struct SnapshotMismatch: Error, CustomStringConvertible, Sendable {
    /// The words.
    public let description: String
}

/// A picture of the screen on file: the characters, then a second block with one letter per look.
///
/// A missing file is written and fails once; `RECORD_SNAPSHOTS=1` writes every file again.
public enum Snapshot {
    /// Compares a grid with the file `NAME.txt` in the folder `Snapshots` beside the test that calls it.
    /// - Parameters:
    ///   - letter: one letter for a cell's look; the test's theme gives each role a look of its own.
    ///   - file: the calling test's file.
    /// - Throws: ``SnapshotMismatch`` with expected, got and the first differing cell, or the reason why a file cannot be
    ///   read or written.
    public static func check(
        _ grid: Grid, named name: String, letter: (Style) -> Character, file: String = #filePath
    ) throws {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let path = "\(folder)/Snapshots/\(name).txt"
        let got = picture(of: grid, letter: letter)
        let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
        guard !isRecording, FileManager.default.fileExists(atPath: path) else {
            try FileManager.default.createDirectory(atPath: "\(folder)/Snapshots", withIntermediateDirectories: true)
            try Data(got.utf8).write(to: URL(filePath: path))
            if isRecording { return }
            throw SnapshotMismatch(
                description: "\(name) had no picture on file; this one was written, look at it and run again:\n\(got)")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SnapshotMismatch(description: "\(path) cannot be read")
        }
        let expected = String(decoding: data, as: UTF8.self)
        guard expected != got else { return }
        throw SnapshotMismatch(
            description: """
                \(name) looks different: \(firstDifference(expected, got, height: grid.size.height))
                expected:
                \(expected)
                got:
                \(got)
                RECORD_SNAPSHOTS=1 records what was got.
                """)
    }

    /// The characters of a grid, a line of dashes, and one letter per cell's look. Spaces at the end of lines are left out.
    public static func picture(of grid: Grid, letter: (Style) -> Character) -> String {
        var text = grid.rows.joined(separator: "\n") + "\n----\n"
        for y in 0..<grid.size.height {
            let letters = String((0..<grid.size.width).map { letter(grid[$0, y].style) })
            text += letters.replacing(/[ .]+$/, with: "") + "\n"
        }
        return text
    }

    private static func firstDifference(_ expected: String, _ got: String, height: Int) -> String {
        let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let right = got.split(separator: "\n", omittingEmptySubsequences: false)
        for y in 0..<max(left.count, right.count) {
            let before = y < left.count ? Array(left[y]) : []
            let after = y < right.count ? Array(right[y]) : []
            guard before != after else { continue }
            let x = zip(before, after).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            let column = x ?? min(before.count, after.count)
            let place = y <= height ? "row \(y)" : "look of row \(y - height - 1)"
            let was = column < before.count ? "\"\(before[column])\"" : "the end"
            let now = column < after.count ? "\"\(after[column])\"" : "the end"
            return "\(place), column \(column): expected \(was), got \(now)"
        }
        return "nowhere but in the end of the file"
    }
}
