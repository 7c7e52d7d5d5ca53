import Datasets
import Files
import HDF5
import Language
import Syntax
import Tensors

extension DatasetError: DiagnosticCause {
  public var diagnosticMessage: Message {
    switch cause {
    case .unknown(let near, let synthetic):
      Message(
        "no data are called '\(file)': no such file, no files whose names begin so, no synthetic data set",
        hints: [
          // What stands there under the very name is no file.
          near.contains(FileName.bare(file))
            ? "it is a directory: `load(\(Value.quoted(FileName.bare(file) + "/…")))` takes a file in it" : nil,
          Suggestion.hint(offering: near.filter { $0 != FileName.bare(file) }, quote: "\""),
          "the synthetic data sets are \(synthetic.joined(separator: ", "))",
        ].compactMap(\.self))
    case .noTrainingData(let available):
      Message(words, hints: available.isEmpty ? [] : ["`read(path, \"\(available[0])\")` reads one array"])
    case .file(.notHDF5):
      Message(words, hints: ["tables (`.csv`) and `.npy` files are read by `read(path)`"])
    default: Message(words)
    }
  }
}

extension DatasetError {
  /// Where, what was expected and found, and what to do.
  var words: String {
    if case .file(let cause) = cause { return HDF5Error(file: file, object: object, cause: cause).words }
    let place = object.map { "'\($0)' of '\(file)'" } ?? "'\(file)'"
    return "\(place): \(sentence)"
  }

  private var sentence: String {
    switch cause {
    case .file: ""
    case .changed: "the file has changed since it was loaded; load it again"
    case .noTrainingData(let available):
      "there is no 'train_data', an array [trial, time, neuron]; "
        + (available.isEmpty ? "the file is empty" : "there is \(Self.list(available))")
    case .rank(let shape, let axes): "the axes should be \(axes), found \(Self.axes(shape))"
    case .empty(let shape): "there is nothing in it (\(Self.axes(shape))); give it trials, or leave it out"
    case .extent(let axis, let found, let expected, let other):
      "it has \(found) on the axis \(axis), beside \(expected) of \(other)"
    case .missingBeside(let other): "it is missing, while there is '\(other)'; give both or neither"
    case .notFinite(let place, let value):
      "\(Self.number(value)) at \(place) (trial, time, neuron); replace what is missing or leave those trials out"
    case .notACount(let place, let value):
      "\(Self.number(value)) at \(place) (trial, time, neuron) is not a spike count; a Poisson likelihood needs whole "
        + "numbers from 0 up, output_dist: \"gaussian\" takes any"
    case .countTooLarge(let place, let value):
      "\(Self.number(value)) at \(place) (trial, time, neuron) is too large for a spike count; if it is a fill value "
        + "of missing data, put counts in its place or leave those trials out"
    case .notZeroOrAbove(let bound, let place, let value):
      "\(Self.number(value)) at \(place) (trial, time, neuron) is neither 0 nor above \(Self.number(bound)), as the "
        + "likelihood needs; output_dist: \"gaussian\" takes any number"
    case .notAUnit(let place, let value):
      "\(NumberText.shortest(value)) at \(place) is no whole number, as the numbers of units are"
    case .index: "trial numbers should be different whole numbers, one for each trial"
    case .notPositive(let value): "it should be a positive number, found \(NumberText.shortest(value))"
    case .binWidth(let given, let file):
      "dt: \(NumberText.shortest(given)) was given, but the file says \(NumberText.shortest(file)) seconds; leave dt out"
    case .text: "it holds text, where numbers are needed"
    case .repeatedSession(let name): "two sessions are called '\(name)'; rename one of the files"
    case .missing(let place, let share):
      "\(NumberText.rounded(share * 100, digits: 2)) % of its bins are missing, the first at \(place) (trial, time, neuron); "
        + "`nan_bins: \"mask\"` lets them count nothing"
    case .nothingObserved("trial", let number):
      "nothing was observed in trial \(number): all of its bins are missing; leave the trial out"
    case .nothingObserved(let axis, let number):
      "nothing was observed of \(axis) \(number): all of its bins are missing; leave it out"
    case .share(let share, let split, let trials):
      "\(split.rawValue): \(NumberText.shortest(share)) of \(trials) trials leaves none to train on; give a share from 0 "
        + "to below 1"
    case .shares(let valid, let test, let trials):
      "valid: \(NumberText.shortest(valid)) and test: \(NumberText.shortest(test)) of \(trials) trials leave none to "
        + "train on; give shares whose sum is below 1"
    case .unknown(let near, let synthetic):
      "there is no such file, no file whose name begins so, and no synthetic data set of that name"
        + (near.isEmpty ? "" : "; did you mean \(Self.list(near))?")
        + " The synthetic ones are \(synthetic.joined(separator: ", "))"
    case .directory(let words): words
    case .parameter(let name, let value, let allowed):
      "\(name) should be \(allowed), found \(NumberText.shortest(value))"
    case .partialBins(let bins, let dt, let window, let width):
      "it is \(NumberText.fixed(bins, digits: 3)) bins of \(NumberText.shortest(dt)) s long, where a whole number of "
        + "bins is needed: give `window: [\(window.map { NumberText.rounded($0, digits: 9) }.joined(separator: ", "))]`"
        + (width.map { ", or `dt: \(NumberText.shortest($0))`" } ?? "")
    case .cancelled: "interrupted"
    case .numerics(let words): words
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }

  private static func axes(_ shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : "[\(shape.map(String.init).joined(separator: ", "))]"
  }

  private static func number(_ value: Float) -> String { NumberText.shortest(Double(value)) }
}
