import FoundationEssentials
import Testing

/// Standard output and standard error have one door each; nothing of the verbs writes past them.
@Suite("One door for what verbs say") struct OneDoorTests {
    @Test func nothingElseWrites() throws {
        let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let doors = ["OutputDescriptor.swift", "StandardError.swift", "StandardDescriptors.swift"]
        let banned = try Regex(
            #"\b(debugPrint|dump|fputs|fputc|puts|putchar|printf|vprintf|fprintf|fwrite|perror|NSLog)\("#
                + #"|FileHandle|TextOutputStream|STDERR_FILENO|(^|[^-{\w])std(out|err)\b|\bwrite\([12],|Swift\.print"#)
        // The standard library's; a type's own follows a full stop, or stands in its file.
        let printing = try Regex(#"(^|[^.\w])print\("#)
        var files = 0
        for folder in ["Sources/martlet", "Sources/Scripts"] {
            let names = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
            for name in names where name.hasSuffix(".swift") {
                files += 1
                guard !doors.contains(where: { name.hasSuffix($0) }) else { continue }
                let text = try String(contentsOfFile: "\(root)/\(folder)/\(name)", encoding: .utf8)
                let hasOwn = text.contains("func print(")
                for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                    let code = line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex)
                    let isWriting = code.firstMatch(of: banned) != nil
                    let isPrinting = !hasOwn && code.firstMatch(of: printing) != nil
                    #expect(!isWriting && !isPrinting, "\(folder)/\(name):\(number + 1): \(line)")
                }
            }
        }
        #expect(files > 60)
    }
}
