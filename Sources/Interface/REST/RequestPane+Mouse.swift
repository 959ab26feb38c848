import Kit
import Profile
import Terminal

/// The mouse.
extension RequestPane {
    func click(_ point: Point) {
        // Within the body it goes on: a press there moves the cursor.
        if !body.isActive || !isBody(point) { endTyping() }
        switch point.y {
        case 0: row = -1
        case headHeight - tabs.rows..<headHeight:
            tab = tabs.tab(at: Point(x: point.x, y: point.y - headHeight + tabs.rows)) ?? tab
        case 1..<headHeight - tabs.rows: break
        default:
            let index = top + point.y - firstRowY
            let rows = rows
            // The text is one row here, however many it fills.
            if let text = rows.firstIndex(of: .text), index >= text {
                row = text
                body.editor.moveCursor(to: body.editor.offset(at: Point(x: point.x - 1, y: index - text)))
                return beginBody()
            }
            guard rows.indices.contains(index), rows[index].isSelectable else { return }
            row = index
            if isSwitch(point.x) { toggle() }
        }
    }

    /// Whether a press is on the text of the body.
    private func isBody(_ point: Point) -> Bool {
        guard point.y >= headHeight, let text = rows.firstIndex(of: .text) else { return false }
        return top + point.y - firstRowY >= text
    }

    func doubleClick(_ point: Point) -> [Effect] {
        guard !body.isActive, point.y == 0 || point.y > headHeight - 1, !isSwitch(point.x) else { return [] }
        let index = top + point.y - firstRowY
        if point.y == 0 || index == row { edit() }
        return []
    }

    /// Whether a column of the row with the cursor is what switches something on and off.
    private func isSwitch(_ x: Int) -> Bool {
        switch current {
        case .pair(let table, _): table.isOpen && x < 5
        case .setting(let setting): setting.isSwitch && x >= RequestPane.settingX
        case .check: x < 5
        case .heading, .add, .addCheck, .text, .token, .told, nil: false
        }
    }

    private func toggle() {
        switch current {
        case .pair, .check: toggleRow()
        default: edit()
        }
    }
}
