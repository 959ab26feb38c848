import Scripts
import Testing

@Test func exitCodesAreMosquittos() {
    #expect(ExitStatus.timeOut == 27)
}
