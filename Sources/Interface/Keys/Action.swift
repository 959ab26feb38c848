public import Kit

/// Everything that a key can be bound to. The words are those of the profile's `keys`.
public enum Action: String, KeyAction, CaseIterable {
    // Anywhere
    case quit, help, palette, zoom, back, redraw, suspend, nextPane, previousPane, reconnect, notices
    case explore, rest, load, connections, wire
    case publishes, stopRuns
    case nextConnection, previousConnection, pickConnection, nextEnvironment, savePicture
    // Lists and trees
    case up, down, pageUp, pageDown, first, last, filter, nextMatch, previousMatch
    // Topics
    case toggle, open, close, openAll, closeAll, sort, subscribe, unsubscribe, publish, forget, forgetAll,
        clearRetained
    /// The list of retained messages, by the word that profiles have for it.
    case retainedList = "retainedDesk"
    // Messages and Message
    case pause, openMessage, filterTopic, allTopics, copy, copyCommand, write, requestBody
    // Connections and Environment
    case openConnection, closeConnection, dropConnection, newItem, edit, test, makeDefault, referSecret
    // Message
    case nextView, fold, foldAll, unfoldAll, olderMessage, newerMessage, scrollLeft, scrollRight, wrap, path
    // Response
    case openPager, olderAnswer, newerAnswer, answers
    // Requests and Request
    case send, editField, method, externalEditor, nextTab, previousTab, addRow, deleteRow, toggleRow, kind, format
    case newRequest, newFolder, openRequest, duplicate, rename, move, moveUp, moveDown, delete, undo, save, history
    // Load and charts
    case previousTile, nextTile, mark, openCurve, shorterWindow, longerWindow, chartStyle, writeValues, chart,
        chartFields, grouping, order,
        jump
    // Packets and Packet
    case openPacket, origin, onWire, setMark, onlyVerdicts, allConnections, copyHex, exportRows, reveal, previousByte,
        nextByte
    // Popups
    case accept, yes, nextField, previousField, nextGroup, previousGroup, complete
    case startRun, stopRun, lowerQoS, clearListed, failures, askAgain
    case keepMine, keepTheirs, keepBoth, wait, drop, stay, saveElsewhere, loseChanges
    // What is under way
    case cancelRequest
    // Texts that are typed into: the words of ``TextEdit``, with `pageUp`, `pageDown` and `undo` from above
    case cursorLeft, cursorRight, cursorUp, cursorDown, wordLeft, wordRight, lineStart, lineEnd, textStart, textEnd
    case lineBreak, indent, outdent, deleteBefore, deleteAfter, deleteWordBefore, deleteWordAfter, deleteToStart,
        deleteToEnd, cutWord, cutToStart, cutToEnd, putBack, redo, startSelection, selectAll, copySelection
    case olderText, newerText, previousOption, nextOption
    // Links
    case links, follow, wayBack, wayForth, joinPages, pagesList, thing, twin
    // Events of a WebSocket
    case sendLine
    // What is provoked, to be seen on the wire
    case publishAndCut
    // The race of polling and pushing
    case race, copyJSON, endRace
    // Conditions and caches
    case revalidate, condition, merge, probeCache, nextSteps
    // Values that are looked at
    case takeValue, makeCheck
    // Again and again, and what is expected
    case repeatRequest, expect, endRun
    // Anywhere: places and sizes
    case jumpMode, freeMouse, narrower, wider, flatter, taller, evenPanes
    // Forms
    case hideHint
    // Cookies
    case cookies, showValues, allCookies, importCookies, exportCookies
    // Requests that are offered
    case presets

    /// What it does to a text that is typed into; nil when it does something else.
    var edit: TextEdit? { TextEdit(rawValue: rawValue) }

    /// Where it leads in a list; nil when it does something else.
    var move: ListMove? { ListMove(rawValue: rawValue) }

    /// Whether it holds while the pane is typed into too, on keys that write nothing.
    var holdsWhileTyping: Bool { self == .send || self == .jumpMode }

    /// Whether it ends what is typed into a line and is done then.
    var leavesField: Bool { self == .nextPane || self == .previousPane || self == .help }

    /// What it does, in a few words.
    public var summary: String {
        switch self {
        case .quit: "quit"
        case .help: "help"
        case .palette: "palette: everything by name"
        case .zoom: "zoom the pane"
        case .back: "back"
        case .redraw: "redraw"
        case .savePicture: "save the screen as a picture (SVG)"
        case .suspend: "suspend"
        case .nextPane: "next pane"
        case .previousPane: "previous pane"
        case .publishes: "publishes: sent, running, saved"
        case .stopRuns: "stop every repeated publish"
        case .retainedList: "retained messages: list, clear, put back"
        case .explore: "view Explore"
        case .rest: "view REST"
        case .load: "view Load"
        case .connections: "view Connections"
        case .wire: "view Wire"
        case .openPacket: "read the packet"
        case .origin: "go to its message, topic or request"
        case .onWire: "show it on the wire"
        case .setMark: "set the mark: times and bytes from here on, or take it away"
        case .onlyVerdicts: "only rows with verdicts, or all"
        case .allConnections: "all connections, or the one on the screen"
        case .copyHex: "copy the bytes as hex"
        case .exportRows: "export as pcapng, HAR, NDJSON or text"
        case .reveal: "show the secrets of this packet, once"
        case .previousByte: "a byte back"
        case .nextByte: "a byte forth"
        case .nextConnection: "next open connection"
        case .previousConnection: "previous open connection"
        case .pickConnection: "open a connection, or switch to it"
        case .nextEnvironment: "next environment"
        case .openConnection: "open, or switch to it"
        case .closeConnection: "close the connection"
        case .dropConnection: "drop the connection without DISCONNECT: the will happens"
        case .newItem: "new"
        case .edit: "edit"
        case .test: "test step by step"
        case .makeDefault: "open this one at the start"
        case .referSecret: "make a secret in the file a reference"
        case .reconnect: "reconnect now"
        case .notices: "notices: what happened, in whole lines"
        case .up: "up"
        case .down: "down"
        case .pageUp: "page up"
        case .pageDown: "page down"
        case .first: "first"
        case .last: "last"
        case .filter: "filter or search"
        case .nextMatch: "next match"
        case .previousMatch: "previous match"
        case .toggle: "open or close"
        case .open: "open"
        case .close: "close, or to the parent"
        case .openAll: "open all"
        case .closeAll: "close all"
        case .sort: "sort by name, rate, last update, count"
        case .subscribe: "subscribe"
        case .unsubscribe: "unsubscribe"
        case .publish: "publish"
        case .forget: "forget the topic"
        case .forgetAll: "forget all"
        case .clearRetained: "clear the retained message"
        case .pause: "pause or go on"
        case .openMessage: "open the message"
        case .filterTopic: "filter to this topic"
        case .allTopics: "all topics, or the selected"
        case .copy: "copy"
        case .copyCommand: "copy as command"
        case .write: "write the payload to a file"
        case .requestBody: "take the payload into the body of a request"
        case .nextView: "next view: pretty, decoded, raw, hex, diff"
        case .fold: "fold or unfold"
        case .foldAll: "fold all"
        case .unfoldAll: "unfold all"
        case .olderMessage: "older message of the topic"
        case .newerMessage: "newer message of the topic"
        case .scrollLeft: "scroll left"
        case .scrollRight: "scroll right"
        case .wrap: "wrap long lines, or not"
        case .openPager: "open in $PAGER"
        case .olderAnswer: "the answer before this one"
        case .newerAnswer: "the answer after this one"
        case .answers: "all answers to the request"
        case .path: "narrow JSON by a path (JSONPath)"
        case .send: "send"
        case .editField: "edit"
        case .method: "method"
        case .externalEditor: "edit in $EDITOR"
        case .nextTab: "next part, or to the right"
        case .previousTab: "part before, or to the left"
        case .addRow: "add a row"
        case .deleteRow: "delete the row"
        case .toggleRow: "switch the row on or off"
        case .kind: "kind of body or of sender"
        case .format: "format"
        case .newRequest: "new request"
        case .newFolder: "new folder"
        case .openRequest: "open the request or the folder"
        case .duplicate: "duplicate"
        case .rename: "rename"
        case .move: "move to a folder"
        case .moveUp: "move up in the list"
        case .moveDown: "move down in the list"
        case .delete: "delete"
        case .undo: "undo"
        case .save: "save"
        case .history: "history of what was sent, or saved requests"
        case .previousTile: "tile to the left"
        case .nextTile: "tile to the right"
        case .mark: "add the tile to the curve, or take it away"
        case .openCurve: "look at the curve"
        case .chart: "chart of the numbers"
        case .chartFields: "choose the lines of the chart"
        case .writeValues: "write the values to a file, as CSV"
        case .order: "by messages or bytes"
        case .grouping: "topics, subtrees, patterns"
        case .jump: "go to the topic"
        case .shorterWindow: "shorter time"
        case .longerWindow: "longer time"
        case .chartStyle: "draw with braille, blocks or ASCII"
        case .accept: "done: take it"
        case .yes: "yes; every other key says no"
        case .nextField: "next field"
        case .previousField: "field before"
        case .nextGroup: "next group of fields"
        case .previousGroup: "group before"
        case .complete: "take what is offered, or go on"
        case .startRun: "send again and again"
        case .stopRun: "stop it, or take it off the list"
        case .lowerQoS: "send with a lower QoS"
        case .clearListed: "clear all that are listed"
        case .failures: "list what failed"
        case .askAgain: "ask the broker again"
        case .keepMine: "keep mine"
        case .keepTheirs: "take theirs"
        case .keepBoth: "keep both"
        case .wait: "wait until the broker has them"
        case .drop: "drop what waits"
        case .stay: "stay"
        case .saveElsewhere: "save elsewhere, then quit"
        case .loseChanges: "lose the changes and quit"
        case .cancelRequest: "end the request"
        case .cursorLeft: "a character back"
        case .cursorRight: "a character forth"
        case .cursorUp: "a line up"
        case .cursorDown: "a line down"
        case .wordLeft: "a word back"
        case .wordRight: "a word forth"
        case .lineStart: "to the start of the line, then of its text"
        case .lineEnd: "to the end of the line"
        case .textStart: "to the start"
        case .textEnd: "to the end"
        case .lineBreak: "new line"
        case .indent: "indent"
        case .outdent: "outdent"
        case .deleteBefore: "delete before the cursor"
        case .deleteAfter: "delete under the cursor"
        case .deleteWordBefore: "delete the word before"
        case .deleteWordAfter: "delete the word after"
        case .deleteToStart: "delete to the start"
        case .deleteToEnd: "delete to the end"
        case .cutWord: "cut the selection, or the word before"
        case .cutToStart: "cut to the start of the line"
        case .cutToEnd: "cut to the end of the line"
        case .putBack: "put back what was cut"
        case .redo: "do again"
        case .startSelection: "start selecting here; so do moves with Shift"
        case .selectAll: "select all"
        case .copySelection: "copy the selection"
        case .olderText: "what was typed before"
        case .newerText: "what was typed after it"
        case .previousOption: "the word before"
        case .nextOption: "the next word"
        case .sendLine: "send a message over the WebSocket"
        case .links: "the links of the answer, or of the message"
        case .follow: "follow the link"
        case .wayBack: "back to before the link was followed"
        case .wayForth: "forth again"
        case .joinPages: "ask for all pages, and join them"
        case .pagesList: "which list the pages are joined at"
        case .twin: "the twin: from topic to resource, and where they differ"
        case .thing: "open as a Thing (W3C WoT): read, write, observe"
        case .race: "race: what polling and pushing cost"
        case .copyJSON: "copy as JSON"
        case .endRace: "end the race"
        case .publishAndCut: "publish, and cut the line before the acknowledgement"
        case .revalidate: "ask whether what is kept still holds"
        case .condition: "next condition: If-Match, the state before, create only, none"
        case .merge: "after 412: base, mine and theirs side by side"
        case .probeCache: "try what the answer says of caches"
        case .nextSteps: "what can be asked: OPTIONS, and where the API begins"
        case .expect: "send this, expect that: a message on a topic within a time"
        case .endRun: "end the watching"
        case .repeatRequest: "send it again and again: every so often, until something is so"
        case .jumpMode: "jump: letters on panes, tabs and fields, of which one goes there"
        case .freeMouse: "give the mouse to the terminal, to select text with, or take it back"
        case .narrower: "make the pane narrower"
        case .wider: "make the pane wider"
        case .flatter: "make the pane flatter"
        case .taller: "make the pane taller"
        case .evenPanes: "the usual sizes of the panes"
        case .takeValue: "put the value under the cursor in a variable"
        case .makeCheck: "make a check of the value under the cursor"
        case .hideHint: "do not give this hint again"
        case .cookies: "cookies: which are sent, and why the others are not"
        case .showValues: "values, or dots"
        case .allCookies: "all cookies, or those near the request"
        case .importCookies: "read cookies from a file"
        case .exportCookies: "write the listed cookies to a file"
        case .presets: "add requests that are ready: clouds, brokers"
        }
    }
}
