import Files
import Model
import Profile
import REST
import Synchronization

extension RequestRunner {
    /// What has become of cookies on the disk, by ``CookieFolder``.
    struct CookieKeeper: Sendable {
        var folder: CookieFolder
        var jars: CookieJars
    }

    /// Keeps the cookies of environments in a folder.
    func keep(_ jars: CookieJars, in folder: CookieFolder) {
        keeper.withLock { $0 = CookieKeeper(folder: folder, jars: jars) }
    }

    /// Brings what another program has put in a jar, and writes what has changed in it; on a thread that nobody waits for.
    func synchronize(_ cookies: EnvironmentCookies?) async {
        guard let cookies, let folder = keeper.withLock({ $0?.folder }) else { return }
        let trouble: String? = await withCheckedContinuation { done in
            BlockingWork.run { done.resume(returning: Self.synchronize(cookies, folder)) }
        }
        // Once for each trouble: a full disk would say it with every request.
        guard let trouble, told.withLock({ $0.insert(trouble).inserted }) else { return }
        answers.say((.warning, "\(trouble): cookies are not kept beyond the end of martlet"))
    }

    private static func synchronize(_ cookies: EnvironmentCookies, _ folder: CookieFolder) -> String? {
        do {
            try folder.synchronize(cookies)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Cookies go along with the name of their environment, and are not those of another one that gets it.
    func follow(_ events: [EnvironmentNews.Event], _ jars: CookieJars) {
        guard !events.isEmpty else { return }
        for event in events {
            switch event {
            case .renamed(let old, let new): jars.rename(old, to: new)
            case .emptied(let name): jars.forget(name)
            }
        }
        guard let folder = keeper.withLock({ $0?.folder }) else { return }
        answers.doOnDisk { () throws(FileFailure) in
            for event in events {
                switch event {
                case .renamed(let old, let new): try folder.rename(old, to: new)
                case .emptied(let name): _ = try folder.remove(name)
                }
            }
        }
    }

    /// Reads the cookies of a file, and says what came of it.
    func importCookies(_ path: String, _ cookies: EnvironmentCookies) {
        answers.begin()
        Task.detached { [self] in
            let outcome: EffectOutcome = await withCheckedContinuation { done in
                BlockingWork.run {
                    do {
                        done.resume(returning: (.info, try CookieTransfer.take(path, into: cookies.jar).words(path)))
                    } catch {
                        done.resume(returning: (.error, "\(error)"))
                    }
                }
            }
            // Behind the reading: the cookies of the file are changes of the jar, and go to the disk at once.
            await synchronize(cookies)
            answers.end(with: outcome)
        }
    }

    /// Writes cookies to a file for their owner alone.
    func exportCookies(_ cookies: [Cookie], to path: String) {
        answers.begin()
        BlockingWork.run { [answers] in
            do {
                try CookieTransfer.write(cookies, to: path)
                answers.end(with: (.info, "Wrote \(cookies.count) cookies to \(path)"))
            } catch {
                answers.end(with: (.error, "\(error)"))
            }
        }
    }

    /// Writes whatever is not on the disk yet, at the end of the program, and takes away what environments had that were
    /// deleted: until now undo would have brought it back.
    func keepCookies(without deleted: [String]) {
        guard let keeper = keeper.withLock({ $0 }) else { return }
        for cookies in keeper.jars.all where !cookies.jar.changes.isEmpty && !deleted.contains(cookies.environment) {
            _ = Self.synchronize(cookies, keeper.folder)
        }
        for name in deleted { _ = try? keeper.folder.remove(name) }
    }
}
