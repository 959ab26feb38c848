import Glibc

// The figures, by hand: swift run -c release Benchmarks [ingest|alone|model]
//
// Ratios are of medians of alternating runs on one machine; see README for what was measured where.
let wanted = CommandLine.arguments.dropFirst().first ?? "all"
do {
    if wanted == "all" || wanted == "ingest" {
        say("Ingest: 146-byte PUBLISH packets over 100,000 topics, loopback, screen on")
        try IngestBenchmark().run(rounds: 5)
    }
    if wanted == "alone" { try IngestBenchmark().runAlone() }
    if wanted == "all" || wanted == "model" { ModelBenchmarks.run() }
} catch {
    print("\(error)")
    exit(1)
}
