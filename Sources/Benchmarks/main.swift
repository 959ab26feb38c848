import Glibc

// The figures, by hand: swift run -c release Benchmarks [ingest|model]
//
// Ratios are of medians of alternating runs on one machine; see README for what was measured where.
let wanted = CommandLine.arguments.dropFirst().first ?? "all"
do {
    if wanted == "all" || wanted == "ingest" {
        print("Ingest: 146-byte PUBLISH packets over 100,000 topics, loopback, screen on")
        try IngestBenchmark(rounds: 10).run(times: 3)
    }
    if wanted == "all" || wanted == "model" { ModelBenchmarks.run() }
} catch {
    print("\(error)")
    exit(1)
}
