import Dispatch
import Glibc
import Synchronization

/// Tells when a file is written, replaced or removed by whomever (inotify(7)). It costs nothing while nothing happens.
///
/// The folder is watched, since most programs replace a file rather than write it. Where there is none, the nearest one
/// above is, until the next on the way to it is made.
public final class FileWatch {
    private let source: any DispatchSourceRead
    private let state = State()

    private final class State: Sendable {
        let isOver = Atomic<Bool>(false)
    }

    /// Whether nothing more is told: the folder is gone, or one that was missing is there.
    public var isOver: Bool { state.isOver.load(ordering: .acquiring) }

    /// Watches a file, which need not be there; nil when the system cannot watch it.
    /// - Parameter changed: called on a thread of its own after each change, also one of this program's.
    public convenience init?(_ path: String, changed: @escaping @Sendable () -> Void) {
        self.init(path, lacking: { _ in }, changed: changed)
    }

    /// Watches a file.
    /// - Parameter lacking: called for each folder that is found missing, before the one above it is watched.
    init?(_ path: String, lacking: (String) -> Void, changed: @escaping @Sendable () -> Void) {
        let file = FilePath.resolved(path)
        guard let (descriptor, place) = Self.begin(file, lacking) else { return nil }
        let lacksFolder = place != file
        let name = Array((place.split(separator: "/").last ?? "").utf8)
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        source.setEventHandler { [state, lacksFolder] in
            guard Self.read(descriptor, of: name, state) else { return }
            if lacksFolder { state.isOver.store(true, ordering: .releasing) }
            changed()
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }

    /// Begins to watch the folder of a file, or of the first folder on the way to it that is missing; answers what is to
    /// come there. Nil when the system cannot.
    private static func begin(_ file: String, _ lacking: (String) -> Void) -> (descriptor: Int32, path: String)? {
        // Folders that come and go all the time do not keep the caller here.
        for _ in 0..<100 {
            let descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
            guard descriptor >= 0 else { return nil }
            var path = file
            // A file that is still being written to is told of when its writer is done with it.
            var mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF)
            while inotify_add_watch(descriptor, FilePath.folder(of: path), mask) < 0 {
                guard errno == ENOENT, FilePath.folder(of: path) != path else {
                    close(descriptor)
                    return nil
                }
                path = FilePath.folder(of: path)
                // A folder is there as soon as it is made: no writer closes it.
                mask |= UInt32(IN_CREATE)
                lacking(path)
            }
            if path == file || access(path, F_OK) != 0 { return (descriptor, path) }
            // It was made before the folder above it was watched, of which nobody is told. What that watch has seen since
            // ends with its descriptor.
            close(descriptor)
        }
        return nil
    }

    /// Reads all events that are there; answers whether one is of that file.
    private static func read(_ descriptor: Int32, of name: [UInt8], _ state: State) -> Bool {
        var isOfFile = false
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 8) { buffer in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                var at = 0
                let header = MemoryLayout<inotify_event>.size
                while at + header <= count {
                    let event = buffer.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
                    let end = min(at + header + Int(event.len), count)
                    // Zeros fill the name up.
                    if buffer[(at + header)..<end].prefix(while: { $0 != 0 }).elementsEqual(name) { isOfFile = true }
                    if event.mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED) != 0 {
                        state.isOver.store(true, ordering: .releasing)
                        isOfFile = true
                    }
                    // Too many at once: what was lost may have been of it.
                    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { isOfFile = true }
                    at = end
                }
            }
        }
        return isOfFile
    }
}
