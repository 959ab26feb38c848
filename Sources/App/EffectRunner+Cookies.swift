import Files
public import Model

/// The cookies of environments, over restarts.
extension EffectRunner {
    /// Keeps cookies from now on in a folder, and brings what is there for some environments; nobody waits for it.
    public func keepCookies(in folder: CookieFolder, of jars: CookieJars, environments: [String]) {
        requests.keep(jars, in: folder)
        let wanted = environments.map { jars.cookies(of: $0) }
        answers.doOnDisk { () throws(FileFailure) in for cookies in wanted { try folder.synchronize(cookies) } }
    }
}
