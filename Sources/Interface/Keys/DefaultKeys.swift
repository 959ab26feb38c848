import Kit

/// The keys as they come: a page to read aloud. The first key of a line is the one that hints show.
enum DefaultKeys {
    static let all = panes + popups + texts
    static let table = Keymap(changes: [:])

    /// The letters that editors of the family of vi move with.
    private static let vim: Set<Substring> = ["h", "j", "k", "l", "g", "G", "K", "J", "C-u", "C-d"]

    /// The keys as a preset has them.
    static func lines(of preset: KeyPreset) -> [Keymap.Lines] {
        guard preset == .arrows else { return all }
        return all.map { context, bindings in
            (
                context,
                bindings.map { keys, action in
                    let all = keys.split(separator: " ")
                    let rest = all.filter { !vim.contains($0) }
                    // An action whose only keys are such letters keeps them: what else would do it?
                    return ((rest.isEmpty ? all : rest).joined(separator: " "), action)
                }
            )
        }
    }

    private typealias Lines = [Keymap.Lines]

    private static let panes: Lines = [
        (
            .anywhere,
            [
                ("1", .explore), ("2", .rest), ("3", .load), ("4", .connections), ("5", .wire),
                ("Tab", .nextPane), ("S-Tab", .previousPane), ("? F1", .help), ("C-p", .palette),
                ("z", .zoom), ("Esc", .back), ("C-l", .redraw), ("C-z", .suspend), ("R", .reconnect), ("!", .notices),
                ("P", .publishes), ("C-x", .stopRuns),
                ("C-n", .nextConnection), ("C-b", .previousConnection), ("C-o", .pickConnection),
                ("E", .nextEnvironment), ("M-p", .savePicture),
                ("M-r", .race), ("M-u", .expect),
                // Brackets as well: the Linux console sends an arrow the same with Shift.
                ("q C-c", .quit), ("; M-j", .jumpMode), ("M-m", .freeMouse), ("S-Left (", .narrower),
                ("S-Right )", .wider), ("S-Up {", .flatter), ("S-Down }", .taller), ("M-=", .evenPanes),
            ]
        ),
        (
            .lists,
            [
                ("Up k", .up), ("Down j", .down), ("PgUp C-u", .pageUp), ("PgDn C-d", .pageDown), ("g Home", .first),
                ("G End", .last), ("/", .filter), ("n", .nextMatch), ("N", .previousMatch),
            ]
        ),
        (
            .topics,
            [
                ("Enter Space", .toggle), ("Right l", .open), ("Left h", .close), ("o", .openAll), ("O", .closeAll),
                ("p", .publish), ("s", .subscribe), ("u", .unsubscribe), ("t", .sort), ("x", .forget),
                ("X", .forgetAll), ("c", .chart), ("Del", .clearRetained), ("r", .retainedList), ("y", .copy),
                ("Y", .copyCommand), ("U", .undo), ("=", .twin), ("M-h", .hideHint),
            ]
        ),
        (
            .messages,
            [
                ("Space", .pause), ("Enter", .openMessage), ("f", .filterTopic), ("a", .allTopics), ("y", .copy),
                ("Y", .copyCommand), ("w", .write), ("p", .publish), ("b", .requestBody), ("i", .onWire),
                ("u", .links), ("T", .thing), ("=", .twin), ("M-h", .hideHint),
            ]
        ),
        (
            .message,
            [
                ("v", .nextView), ("Enter Space", .fold), ("-", .foldAll), ("+", .unfoldAll), ("[", .olderMessage),
                ("]", .newerMessage), ("Left h", .scrollLeft), ("Right l", .scrollRight), ("W", .wrap), ("J", .path),
                ("y", .copy), ("Y", .copyCommand), ("c", .chart), ("w", .write), ("p", .publish),
                ("b", .requestBody), ("i", .onWire), ("u", .links), ("T", .thing), ("=", .twin), ("V", .takeValue),
                ("M-h", .hideHint),
            ]
        ),
        (
            .response,
            [
                ("v", .nextView), ("]", .nextTab), ("[", .previousTab), ("Enter Space", .fold), ("-", .foldAll),
                ("+", .unfoldAll), ("Left h", .scrollLeft), ("Right l", .scrollRight), ("W", .wrap), ("J", .path),
                ("<", .olderAnswer), (">", .newerAnswer), ("H", .answers), ("c", .chart), ("y", .copy),
                ("w", .write), ("L", .openPager), ("p", .publish), ("i", .onWire), ("C-s M-Enter", .send),
                ("u", .links), ("B M-Left", .wayBack), ("F M-Right", .wayForth), ("a", .joinPages), ("T", .thing),
                ("C-r", .revalidate), ("M", .merge), ("t", .probeCache),
                ("=", .twin), ("O", .nextSteps), ("A", .pagesList), ("V", .takeValue), ("C", .makeCheck),
                ("M-e", .repeatRequest),
            ]
        ),
        (.links, [("Enter", .follow)]),
        (.stream, [("Space", .pause), ("Enter", .openMessage), ("f", .filterTopic), ("s", .sendLine)]),
        (
            .requests,
            [
                ("Enter Space", .openRequest), ("C-s M-Enter", .send), ("a", .newRequest), ("A", .newFolder),
                ("H", .history), ("S", .save), ("d", .duplicate), ("r", .rename), ("m", .move), ("K M-Up", .moveUp),
                // With Meta, since `K` alone moves up here.
                ("J M-Down", .moveDown), ("x Del", .delete), ("U", .undo), ("y", .copyCommand), ("M-k", .referSecret),
                ("C-r", .revalidate), ("M", .merge), ("O", .nextSteps), ("C", .cookies), ("M-e", .repeatRequest),
                ("e", .edit), ("p", .presets),
            ]
        ),
        (
            .request,
            [
                ("Enter", .editField), ("C-s M-Enter", .send), ("m", .method), ("] Right l", .nextTab),
                ("[ Left h", .previousTab), ("a", .addRow), ("Space", .toggleRow), ("x Del", .deleteRow),
                ("t", .kind), ("e", .externalEditor), ("F", .format), ("y", .copyCommand), ("S", .save),
                ("U", .undo), ("A", .newRequest), ("K M-k", .referSecret), ("C-r", .revalidate), ("c", .condition),
                ("M", .merge), ("O", .nextSteps), ("C", .cookies), ("M-Up", .moveUp), ("M-Down", .moveDown),
                ("M-e", .repeatRequest),
            ]
        ),
        (
            .load,
            [
                ("Left h", .previousTile), ("Right l", .nextTile), ("Space", .mark), ("Enter", .openCurve),
                ("[", .shorterWindow), ("]", .longerWindow), ("s", .subscribe), ("w", .writeValues), ("b", .chartStyle),
            ]
        ),
        (
            .curve,
            [
                ("[", .shorterWindow), ("]", .longerWindow), ("Left h", .scrollLeft), ("Right l", .scrollRight),
                ("w", .writeValues), ("b", .chartStyle), ("f", .chartFields),
            ]
        ),
        (
            .top,
            [
                ("Enter", .jump), ("[", .shorterWindow), ("]", .longerWindow), ("v", .grouping), ("t", .order),
                ("y", .copy),
            ]
        ),
        (.health, [("Enter", .jump), ("y", .copy)]),
        (.events, [("Space", .pause), ("y", .copy)]),
        (
            .connections,
            [
                ("Enter", .openConnection), ("a", .newItem), ("e", .edit), ("t", .test), ("d", .duplicate),
                ("r", .rename), ("x Del", .delete), ("U u", .undo), ("c", .closeConnection), ("D", .dropConnection),
                ("*", .makeDefault), ("K", .referSecret), ("Y", .copyCommand),
            ]
        ),
        (
            .environment,
            [
                ("Enter e", .edit), ("a", .newItem), ("d", .duplicate), ("r", .rename), ("x Del", .delete),
                ("U u", .undo), ("K", .referSecret),
            ]
        ),
        (
            .packets,
            [
                ("Space", .fold), ("+", .unfoldAll), ("-", .foldAll), ("Enter", .openPacket), ("p", .pause),
                ("m", .setMark), ("v", .onlyVerdicts), ("a", .allConnections), ("J", .origin), ("y", .copy),
                ("Y", .copyHex), ("w", .exportRows), ("x", .publishAndCut),
            ]
        ),
        (
            .packet,
            [
                ("Left h", .previousByte), ("Right l", .nextByte), ("S", .reveal), ("J Enter", .origin), ("y", .copy),
                ("Y", .copyHex), ("w", .exportRows),
            ]
        ),
        // Asked before all others while a request is under way: `C-c` then ends that, and not the program.
        (.sending, [("Esc C-c", .cancelRequest)]),
    ]

    private static let popups: Lines = [
        // Not `?`: in many popups it is typed.
        (.popup, [("Esc C-c", .back), ("F1", .help), ("M-j", .jumpMode)]),
        (
            // Without letters: what is typed narrows the list.
            .pick,
            [
                ("Enter M-Enter", .accept), ("Up", .up), ("Down", .down), ("PgUp", .pageUp), ("PgDn", .pageDown),
                ("Home", .first), ("End", .last),
            ]
        ),
        (.confirm, [("y", .yes)]),
        (
            .form,
            [
                ("Enter M-Enter", .accept), ("Tab Down", .nextField), ("S-Tab Up", .previousField),
                ("M-h", .hideHint),
            ]
        ),
        (.connectionForm, [("M-t", .test), ("PgDn", .nextGroup), ("PgUp", .previousGroup)]),
        (
            .composer,
            [
                // `Tab` leads through the fields here: the pages have `C-o`.
                ("C-s M-Enter", .send), ("C-r", .startRun), ("C-t", .save), ("C-o", .nextTab), ("Tab", .complete),
                ("S-Tab", .previousField), ("C-f", .format), ("M-e", .externalEditor), ("M-y", .copyCommand),
                ("M-x", .publishAndCut), ("M-u", .expect),
                ("M-h", .hideHint),
            ]
        ),
        (
            .publishes,
            [
                ("Enter", .edit), ("p", .publish), ("s", .send), ("l", .lowerQoS), ("x Del", .delete),
                ("Space", .pause), ("C-x", .stopRun), ("C-a", .stopRuns), ("c", .chart), ("r", .rename),
                ("d", .duplicate), ("u U", .undo), ("Tab", .nextTab), ("S-Tab", .previousTab),
            ]
        ),
        (
            .retained,
            [
                ("/", .filter), ("c Del", .clearRetained), ("C", .clearListed), ("U", .undo), ("r", .askAgain),
                ("Enter", .openMessage), ("Y", .copyCommand), ("e", .failures),
            ]
        ),
        (.thing, [("Enter", .follow)]),
        (.twin, [("Enter", .jump)]),
        (.chart, [("Esc C-c c q", .back)]),
        (.chartFields, [("Space", .mark), ("Enter", .accept)]),
        (
            .palette,
            [
                ("Enter M-Enter", .accept), ("Up", .up), ("Down", .down), ("PgUp", .pageUp), ("PgDn", .pageDown),
            ]
        ),
        (.conflict, [("m", .keepMine), ("t", .keepTheirs), ("b", .keepBoth), ("l", .loseChanges)]),
        (.merge, [("m", .keepMine), ("t", .keepTheirs), ("C-s M-Enter", .send), ("e", .edit)]),
        (
            .leaving,
            [("w", .wait), ("d", .drop), ("e", .saveElsewhere), ("l", .loseChanges), ("s", .stay)]
        ),
        (
            .race,
            [
                ("Tab", .nextTab), ("M-r r", .race), ("x", .endRace), ("y", .copy), ("Y", .copyJSON),
                ("Esc C-c q", .back),
            ]
        ),
        (
            .cookies,
            [
                ("Enter e", .edit), ("Space", .toggleRow), ("a", .addRow), ("x Del", .delete), ("X", .clearListed),
                ("U u", .undo), ("v", .showValues), ("Tab", .allCookies), ("i", .importCookies), ("w", .exportCookies),
            ]
        ),
        (
            .expect,
            [
                ("r C-s M-Enter", .send), ("x", .endRun), ("e Enter", .edit), ("Y", .copyCommand), ("y", .copyJSON),
                ("Esc C-c q", .back),
            ]
        ),
    ]

    private static let texts: Lines = [
        (
            .field,
            [
                ("Enter M-Enter", .accept), ("Esc C-c", .back), ("Left", .cursorLeft), ("Right", .cursorRight),
                ("C-Left M-Left M-b", .wordLeft), ("C-Right M-Right M-f", .wordRight), ("Home C-a", .textStart),
                ("End C-e", .textEnd), ("Backspace C-h", .deleteBefore), ("Del C-d", .deleteAfter),
                // As readline has them, which people know from their shell; some terminals send C-h for Backspace.
                ("C-w M-Backspace", .deleteWordBefore), ("M-d", .deleteWordAfter), ("C-u", .deleteToStart),
                ("C-k", .deleteToEnd), ("Up", .olderText), ("Down", .newerText),
            ]
        ),
        (.requestField, [("Tab", .nextField), ("S-Tab", .previousField)]),
        // Only while something is offered: else Up and Down are what was typed before.
        (.completion, [("Up", .up), ("Down", .down), ("Tab", .complete)]),
        (.options, [("Left", .previousOption), ("Right Space", .nextOption)]),
        (
            .editor,
            [
                ("Esc C-c", .back), ("Left", .cursorLeft), ("Right", .cursorRight), ("Up C-Up", .cursorUp),
                ("Down C-Down", .cursorDown), ("C-Left M-Left M-b", .wordLeft), ("C-Right M-Right M-f", .wordRight),
                ("Home M-Home C-a", .lineStart), ("End M-End C-e", .lineEnd), ("PgUp C-PgUp M-PgUp", .pageUp),
                ("PgDn C-PgDn M-PgDn", .pageDown), ("C-Home M-<", .textStart), ("C-End M->", .textEnd),
                ("Enter", .lineBreak), ("Tab", .indent), ("S-Tab", .outdent), ("Backspace C-h", .deleteBefore),
                ("Del C-d", .deleteAfter), ("M-Backspace", .deleteWordBefore), ("M-d", .deleteWordAfter),
                ("C-w", .cutWord), ("C-k", .cutToEnd), ("C-u", .cutToStart), ("C-y", .putBack),
                // Terminals send one byte for C-_ and C-/ (0x1F), and one for C-Space and C-@ (0).
                ("C-_ C-/ M-z", .undo), ("M-_ M-Z", .redo), ("C-Space C-@", .startSelection), ("M-a", .selectAll),
                ("M-w", .copySelection),
            ]
        ),
    ]
}
