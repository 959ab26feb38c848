import JSONPath
import Payloads

extension JudgedValue {
    /// Whether it is what a check asks for.
    func passes(_ check: ConditionTest.Check) -> Bool {
        switch check {
        case .exists: return true
        case .isTrue: if case .boolean(true) = content { return true } else { return false }
        case .isEmpty: return length == 0
        case .isKind(let kind): return self.kind == kind
        case .isInteger:
            // 2.0 and 2e1 are whole numbers; what a double cannot say of a very long one its text says.
            guard let number else { return false }
            if number.text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2D }) { return true }
            return Double(number.text).map { $0.rounded() == $0 } ?? false
        case .compare(let comparison, let literal): return compares(comparison, literal)
        case .oneOf(let literals): return literals.contains { compares(.equal, $0) }
        case .contains(let wanted):
            return written?.withUnsafeBytes { ByteSearch.isFound(wanted, in: $0) } ?? false
        case .startsWith(let wanted): return written?.starts(with: wanted) ?? false
        case .endsWith(let wanted): return written?.suffix(wanted.count).elementsEqual(wanted) ?? false
        case .matches(let pattern): return written?.withUnsafeBytes { pattern.isFound(in: $0) } ?? false
        }
    }

    private func compares(_ comparison: ConditionTest.Comparison, _ literal: ConditionLiteral) -> Bool {
        switch literal {
        case .number(let wanted):
            // What is no number is unequal to every number, and in no order to it.
            guard let number else { return comparison == .unequal }
            return Self.holds(comparison, number < wanted ? -1 : number == wanted ? 0 : 1)
        case .text(let wanted):
            guard let text else { return comparison == .unequal }
            let wanted = Array(wanted.utf8)
            // By bytes: UTF-8 sorts as its code points do.
            return Self.holds(
                comparison, text == wanted ? 0 : text.lexicographicallyPrecedes(wanted) ? -1 : 1)
        case .boolean(let wanted):
            if case .boolean(let flag) = content { return Self.holds(comparison, flag == wanted ? 0 : nil) }
            // A payload that is the word alone.
            if case .plain(let bytes) = content {
                return Self.holds(comparison, bytes.elementsEqual("\(wanted)".utf8) ? 0 : nil)
            }
            return comparison == .unequal
        case .null:
            if case .null = content { return Self.holds(comparison, 0) }
            return comparison == .unequal
        case .statusClass(let first):
            guard let status = number.flatMap({ Int($0.text) }) else { return false }
            // By the first digit: `>= 4xx` is 400 and above.
            return Self.holds(comparison, status / 100 < first ? -1 : status / 100 == first ? 0 : 1)
        }
    }

    /// - Parameter order: below 0, 0 or above it; nil for what is unequal and has no order.
    private static func holds(_ comparison: ConditionTest.Comparison, _ order: Int?) -> Bool {
        guard let order else { return comparison == .unequal }
        return switch comparison {
        case .equal: order == 0
        case .unequal: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }
}
