import TLSNames
import Testing

/// What an alert of TLS means, for both clients alike.
@Suite struct TLSFaultTests {
    /// An error as NIOSSL tells it: BoringSSL's words in its description.
    private struct Alert: Error, CustomStringConvertible {
        let description: String

        init(_ reason: String) { description = "handshakeFailed([Error: 268436498 OPENSSL_internal:\(reason)])" }
    }

    private func fault(_ reason: String, own: Bool = false, narrowed: Bool = false) -> TLSFault {
        TLSFault(Alert(reason), TLSFault.Asked(hasCertificate: own, isNarrowed: narrowed))
    }

    @Test func whatTheServerWants() {
        #expect(fault("TLSV1_ALERT_CERTIFICATE_REQUIRED") == .certificateWanted)
        #expect(fault("SSLV3_ALERT_BAD_CERTIFICATE") == .certificateWanted)
        #expect(fault("SSLV3_ALERT_BAD_CERTIFICATE", own: true) == .certificateRefused)
        #expect(fault("TLSV1_ALERT_UNKNOWN_CA", own: true) == .certificateRefused)
        #expect(fault("TLSV1_ALERT_NO_APPLICATION_PROTOCOL") == .protocolRefused)
        #expect(fault("TLSV1_ALERT_UNRECOGNIZED_NAME") == .unknownName)
    }

    @Test func handshakeFailureMayBeEither() {
        #expect(fault("SSLV3_ALERT_HANDSHAKE_FAILURE") == .certificateWantedOrNothingInCommon)
        // A list of ciphers of one's own is the nearer reason.
        #expect(fault("SSLV3_ALERT_HANDSHAKE_FAILURE", narrowed: true) == .nothingInCommon)
        #expect(fault("SSLV3_ALERT_HANDSHAKE_FAILURE", own: true) == .nothingInCommon)
    }

    @Test func whatIsNoTLS() {
        #expect(fault("WRONG_VERSION_NUMBER") == .notSpoken)
        #expect(fault("HTTP_REQUEST") == .notSpoken)
        #expect(fault("UNEXPECTED_RECORD") == .notSpoken)
        #expect(fault("EOF during handshake") == .closed)
        #expect(fault("TLSV1_ALERT_INTERNAL_ERROR") == .other)
    }

    @Test func whatIsNotBelievedHere() {
        #expect(fault("CERTIFICATE_VERIFY_FAILED") == .unknownAuthority)
    }
}
