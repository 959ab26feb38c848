import SignIn
import Testing
import Text

@Suite("Tokens in files") struct SignInTokenTests {
    @Test("Times that no clock has shown are none; what is no token is nil") func times() {
        func token(_ text: String) -> SignInToken? { SignInToken(written: Array(text.utf8)) }
        #expect(token("access=a&at=5&expires=9")?.expiresAt == 9)
        #expect(token("access=a&at=-9223372036854775808&expires=9223372036854775807") == nil)
        let odd = token("access=a&at=5&expires=9223372036854775807")
        #expect(odd != nil && odd?.expiresAt == nil && odd?.isFresh(at: 0) == true)
        for text in ["", "access=&at=5", "access=a", "access=a&at=x", "access"] {
            #expect(token(text) == nil, "\(text)")
        }
    }
}
