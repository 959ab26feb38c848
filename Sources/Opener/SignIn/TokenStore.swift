import Files
import SignIn

/// Tokens on the disk, each by the settings that it was got with: `$XDG_STATE_HOME/martlet/tokens`, a file each, for their
/// owner alone. No profile ever holds one.
public struct TokenStore: Sendable {
    private let folder: BoundedFolder

    // What is beyond goes, the oldest first: whoever needs that one signs in again.
    /// Those in a folder.
    public init(path: String) { folder = BoundedFolder(path: path, budget: 4 << 20, maximumCount: 500) }

    /// Those of this person; nil without a home.
    public static var ofPerson: TokenStore? { StateFolder.path("tokens").map(TokenStore.init) }

    /// The token that was got with these settings; nil for none, and for what cannot be read: then it is got anew.
    func token(for settings: OAuthSettings) async -> SignInToken? {
        let (folder, key) = (folder, settings.key)
        return await Self.blocking { (try? folder.get(key)).flatMap { $0 }.flatMap { SignInToken(written: $0) } }
    }

    /// Keeps a token, or takes it away.
    /// - Returns: why it could not be kept; nil when it is.
    func keep(_ token: SignInToken?, for settings: OAuthSettings) async -> String? {
        let (folder, key) = (folder, settings.key)
        return await Self.blocking {
            do throws(FileFailure) {
                if let token { try folder.put(key, token.written) } else { try folder.remove(key) }
                return nil
            } catch {
                return "\(error)"
            }
        }
    }

    /// Work that waits for the disk, on a thread that nobody else waits for.
    private static func blocking<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { done in
            BlockingWork.run { done.resume(returning: work()) }
        }
    }
}
