import Interchange
import LFADSModel

/// One flag of `run`, whether it is the model's or the run's.
///
/// Reading words, help, suggestions, completion and `hyperparameters-STEP.txt` all go by this table.
public struct Flag: Sendable {
  /// What a flag's value is.
  public enum Kind: Sendable, Equatable {
    case text, integer, number, bool
    case choice([String])
  }

  public let name: String
  /// Under which heading help lists it.
  public let group: String
  public let kind: Kind
  /// One line: what it is and what it does.
  public let summary: String
  let get: @Sendable (RunSettings) -> HyperparameterValue
  let set: @Sendable (inout RunSettings, HyperparameterValue) throws(HyperparameterError) -> Void

  /// Its value in `settings`.
  public func value(_ settings: RunSettings) -> HyperparameterValue { get(settings) }
}

extension Flag {
  /// The run's flags, then the model's.
  public static let all: [Flag] = run + HyperparameterTable.rows.map { Flag($0) }

  private static let positions = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

  public static func named(_ name: String) -> Flag? { positions[name].map { all[$0] } }

  private init(_ row: HyperparameterRow) {
    name = row.name
    group = row.group.rawValue
    summary = row.summary
    kind =
      switch row.access {
      case .integer: .integer
      case .number: .number
      case .flag: .bool
      case .choice(_, _, let words): .choice(words)
      }
    get = { settings in
      guard let value = settings.hyperparameters.value(named: row.name) else {
        preconditionFailure("the table has no \(row.name)")
      }
      return value
    }
    set = { (settings, value) throws(HyperparameterError) in try settings.hyperparameters.set(row.name, to: value) }
  }

  private static let run: [Flag] = [
    Flag(
      name: "kind", group: "run", kind: .choice(RunKind.allCases.map(\.rawValue)),
      summary: "What to do: train, read posteriors, sample the prior, or write the parameters down.",
      get: { .word($0.kind.rawValue) },
      set: { (settings, value) throws(HyperparameterError) in
        guard case .word(let word) = value, let kind = RunKind(rawValue: word) else {
          throw .wrongKind(name: "kind", expected: "a kind of run", found: value)
        }
        settings.kind = kind
      }),
    integer(
      "epochs", "run", \.epochs, from: 0,
      "Training ends at the latest after so many epochs, those of earlier runs in the same directory included."),
    integer(
      "example_epochs", "run", \.example_epochs, from: 0,
      "TensorBoard gets a picture of an example trial after every so many epochs; 0: never."),
    text("data_dir", "data", \.data_dir, "Directory of the data."),
    text(
      "data_filename_stem", "data", \.data_filename_stem,
      "Every file there whose name starts with this is a session of one model."),
    text("lfads_save_dir", "files", \.lfads_save_dir, "Directory of the model: checkpoints, logs, results."),
    text(
      "checkpoint_pb_load_name", "files", \.checkpoint_pb_load_name,
      "Which checkpoint to start from: checkpoint (the newest) or checkpoint_lve (lowest validation cost)."),
    text("checkpoint_name", "files", \.checkpoint_name, "Start of the checkpoints' file names."),
    integer(
      "max_ckpt_to_keep", "files", \.max_ckpt_to_keep, from: 0, "How many of the rolling checkpoints to keep; 0: all."),
    integer(
      "max_ckpt_to_keep_lve", "files", \.max_ckpt_to_keep_lve, from: 0,
      "How many of the checkpoints of lowest validation cost to keep; 0: all."),
    text("csv_log", "files", \.csv_log, "Name of the log of every epoch's costs, without .csv; empty: none."),
    text("output_filename_stem", "files", \.output_filename_stem, "Put before the names of the files of results."),
    Flag(
      name: "output_layout", group: "files", kind: .choice(PosteriorLayout.allCases.map(\.rawValue)),
      summary: "Whose names posteriors are written under.", get: { .word($0.output_layout.rawValue) },
      set: { (settings, value) throws(HyperparameterError) in
        guard case .word(let word) = value, let layout = PosteriorLayout(rawValue: word) else {
          throw .wrongKind(name: "output_layout", expected: "a layout", found: value)
        }
        settings.output_layout = layout
      }),
    integer(
      "ps_nexamples_to_process", "files", \.ps_nexamples_to_process, from: 1,
      "At most so many trials of each file of data are read."),
    text("device", "machine", \.device, "Kept for compatibility; everything runs on the CPU."),
    Flag(
      name: "allow_gpu_growth", group: "machine", kind: .bool,
      summary: "Kept for compatibility; everything runs on the CPU.", get: { .flag($0.allow_gpu_growth) },
      set: { (settings, value) throws(HyperparameterError) in
        guard case .flag(let flag) = value else {
          throw .wrongKind(name: "allow_gpu_growth", expected: "true or false", found: value)
        }
        settings.allow_gpu_growth = flag
      }),
  ]

  private static func text(
    _ name: String, _ group: String, _ path: any WritableKeyPath<RunSettings, String> & Sendable, _ summary: String
  ) -> Flag {
    Flag(
      name: name, group: group, kind: .text, summary: summary, get: { .word($0[keyPath: path]) },
      set: { (settings, value) throws(HyperparameterError) in
        guard case .word(let word) = value else { throw .wrongKind(name: name, expected: "a text", found: value) }
        settings[keyPath: path] = word
      })
  }

  private static func integer(
    _ name: String, _ group: String, _ path: any WritableKeyPath<RunSettings, Int> & Sendable, from lower: Int,
    _ summary: String
  ) -> Flag {
    Flag(
      name: name, group: group, kind: .integer, summary: summary, get: { .number(Double($0[keyPath: path])) },
      set: { (settings, value) throws(HyperparameterError) in
        guard case .number(let number) = value else {
          throw .wrongKind(name: name, expected: "an integer", found: value)
        }
        guard number == number.rounded() || number.isInfinite else { throw .notAnInteger(name: name, found: number) }
        guard number >= Double(lower) else {
          throw .outOfRange(name: name, found: number, lower: Double(lower), upper: Double(Int.max))
        }
        // Beyond what an integer holds means without limit, as in the reference's files.
        settings[keyPath: path] = number >= 0x1p63 ? .max : Int(number)
      })
  }
}
