import CHDF5
import Synchronization

/// The C library as this program uses it: quiet, closed to other files, closed by its owners.
///
/// Debian's library is the thread-safe build: every call takes the library's own lock, and error stacks are kept for
/// each thread apart. So two threads may each work on a file of their own; one `HDF5File` belongs to one thread.
enum HDF5Library {
  /// Everything that has to be set once, before the first handle.
  ///
  /// - `H5dont_atexit`: the library's exit handler crashed over a leaked handle; owners close everything instead.
  /// - plug-ins off: a data file must not make us load code.
  /// - the class of external links unregistered: a data file must not make us open another file.
  private static let prepared: Void = {
    _ = H5dont_atexit()
    _ = H5open()
    _ = H5PLset_loading_state(0)
    _ = H5Lunregister(H5L_TYPE_EXTERNAL)
  }()

  /// As `1.10.8`.
  static var version: String {
    var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
    _ = H5get_libversion(&major, &minor, &release)
    return "\(major).\(minor).\(release)"
  }

  /// Handles now open, of every kind.
  static let openHandles = Atomic<Int>(0)

  /// To be called before each call into the library: sets it up the first time and keeps this thread's error stack
  /// from being printed (a setting of the thread, so once is not enough).
  static func prepare() {
    prepared
    _ = H5Eset_auto2(lfads_H5E_DEFAULT(), nil, nil)
  }

  /// How many handles of the library this process holds open: files, objects, types, dataspaces and property lists.
  /// Nought whenever no `HDF5File` is alive.
  static var handleCount: Int { openHandles.load(ordering: .relaxed) }
}

/// Owns one handle of the library and closes it.
///
/// The library keeps what was written to an object until the object is closed, so a close can fail as a write can.
/// Whoever writes ends with `close(at:)`; the end of a handle's life reports nothing and serves reading, and writing
/// that has failed already.
struct Handle: ~Copyable {
  typealias Close = @convention(c) (hid_t) -> herr_t

  let id: hid_t
  private let closing: Close

  fileprivate init(id: hid_t, closing: Close) {
    self.id = id
    self.closing = closing
    HDF5Library.openHandles.add(1, ordering: .relaxed)
  }

  /// Closes the handle and sees that it could be closed.
  consuming func close(at place: Place) throws(HDF5Error) {
    let (id, closing) = (id, closing)
    HDF5Library.openHandles.subtract(1, ordering: .relaxed)
    discard self
    try place.call(closing(id))
  }

  deinit {
    _ = closing(id)
    HDF5Library.openHandles.subtract(1, ordering: .relaxed)
  }
}

/// What is being worked on, so that every failure can say where it happened.
struct Place {
  let file: String
  let object: String?

  func error(_ cause: HDF5Error.Cause) -> HDF5Error {
    HDF5Error(file: file, object: object, cause: cause)
  }

  func object(_ path: String) -> Place { Place(file: file, object: path) }

  /// Runs one call of the library; a negative return becomes an error that carries the library's own messages.
  @discardableResult
  func call<Code: SignedInteger>(_ body: @autoclosure () -> Code) throws(HDF5Error) -> Code {
    HDF5Library.prepare()
    let code = body()
    guard code >= 0 else { throw error(.library(Self.errorStack())) }
    return code
  }

  /// Runs a call that makes a handle, and takes ownership of it.
  func open(_ closing: Handle.Close, _ body: @autoclosure () -> hid_t) throws(HDF5Error) -> Handle {
    Handle(id: try call(body()), closing: closing)
  }

  /// The messages of this thread's error stack, outermost call first.
  private static func errorStack() -> [String] {
    final class Messages { var lines: [String] = [] }
    let messages = Messages()
    _ = H5Ewalk2(
      lfads_H5E_DEFAULT(), H5E_WALK_DOWNWARD,
      { _, entry, data in
        guard let data, let text = entry?.pointee.desc else { return 0 }
        Unmanaged<Messages>.fromOpaque(data).takeUnretainedValue().lines.append(String(cString: text))
        return 0
      }, Unmanaged.passUnretained(messages).toOpaque())
    return withExtendedLifetime(messages) { messages.lines }
  }
}
