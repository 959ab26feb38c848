import Glibc

// The figures, by hand:
//     swift run -c release Benchmarks [ingest|alone|start|large|model|json|profile|load|scripts|retained|wire|rest [URL]]
//     swift run Benchmarks monkey [--keys NUMBER] [--seconds NUMBER] [--seed NUMBER] [--limit SECONDS]
//
// Ratios are of medians of alternating runs on one machine; see README for what was measured where.
let wanted = CommandLine.arguments.dropFirst().first ?? "all"
// For a test of the profile's file, which kills it.
if wanted == "save-loop", CommandLine.arguments.count == 3 { SaveLoop.run(CommandLine.arguments[2]) }
if wanted == "monkey" { exit(MonkeyCage(MonkeyOptions(CommandLine.arguments.dropFirst(2))).run()) }
if wanted == "monkey-in-cage" { MonkeyWork(MonkeyOptions(CommandLine.arguments.dropFirst(2))).run() }
do {
    if wanted == "all" || wanted == "ingest" {
        say("Ingest: 146-byte PUBLISH packets over 100,000 topics, loopback, screen on")
        try IngestBenchmark().run(rounds: 5)
    }
    if wanted == "alone" { try IngestBenchmark().runAlone() }
    if wanted == "all" || wanted == "start" { try StartBenchmark.run() }
    if wanted == "all" || wanted == "large" { try LargeBenchmark.run() }
    if wanted == "all" || wanted == "model" { ModelBenchmarks.run() }
    if wanted == "all" || wanted == "json" { try JSONBenchmark.run() }
    if wanted == "all" || wanted == "profile" { try ProfileBenchmark.run() }
    if wanted == "rest" {
        try RequestBenchmark.run(CommandLine.arguments.dropFirst(2).first ?? "http://127.0.0.1:8000/sensors")
    }
    if wanted == "all" || wanted == "load" { try LoadBenchmark.run() }
    if wanted == "all" || wanted == "scripts" { try ScriptsBenchmark().run() }
    if wanted == "all" || wanted == "wire" { try WireBenchmark.run() }
    if wanted == "all" || wanted == "retained" { try RetainedBenchmark.run() }
} catch {
    print("\(error)")
    exit(1)
}
