import Datasets
import Glibc
import HDF5
import LFADSModel
import Tensors
import Training

/// A posterior under the names of lfads-torch: `{split}_output_params _factors _ic_mean _ic_std _co_means _co_stds
/// _gen_states _gen_init _gen_inputs _con_states`, one file a session, 32-bit floats, trials first.
///
/// As there, the data stand beside them: `{split}_encod_data _recon_data _inds`.
///
/// What a model does not have (a controller, a code of the initial condition) stands there with width 0, as it does
/// there.
public enum TorchPosteriorFile {
  /// The file's name before the session's is put into it.
  public static let name = "lfads_output.h5"

  /// The file of a session of several, the session's name before the ending.
  public static func path(_ path: String, session: String) -> String {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let dot = path[start...].lastIndex(of: "."), dot != start else { return "\(path)_\(session)" }
    return "\(path[..<dot])_\(session)\(path[dot...])"
  }

  /// Writes one session's part of a posterior that was read with the controller's states, atomically.
  ///
  /// - Parameter data: the same session's data, whose external input is part of what drives the generator.
  public static func write(
    _ posterior: Posterior.Session, of data: Session, injectedInputs: Int, to path: String
  ) throws(HDF5Error) {
    try HDF5File.write(to: path) { (writer) throws(HDF5Error) in
      for (split, arrays) in posterior.splits {
        let external = injectedInputs > 0 ? data.split(split)?.externalInput : nil
        for (name, tensor) in columns(arrays, external) {
          try writer.write(tensor.floats, shape: tensor.shape, at: "\(split.rawValue)_\(name)")
        }
        guard let source = data.split(split) else { continue }
        let trials = Array(0..<arrays.trials), counts = source.data.selecting(trials).tensor
        for name in ["encod_data", "recon_data"] {
          try writer.write(counts.floats, shape: counts.shape, at: "\(split.rawValue)_\(name)")
        }
        try writer.write(
          source.index.prefix(arrays.trials).map { Int64($0) }, shape: [arrays.trials], at: "\(split.rawValue)_inds")
      }
    }
  }

  static func columns(_ arrays: PosteriorArrays, _ external: ExternalInput?) -> [(name: String, tensor: Tensor)] {
    let (trials, steps) = (arrays.trials, arrays.steps)
    func flat(_ tensor: Tensor?) -> Tensor { tensor ?? Tensor([Float](), shape: [trials, 0]) }
    func cube(_ tensor: Tensor?) -> Tensor { tensor ?? Tensor([Float](), shape: [trials, steps, 0]) }
    return [
      ("output_params", arrays.outputs.joined), ("factors", arrays.factors),
      ("ic_mean", flat(arrays.g0Means)), ("ic_std", flat(arrays.g0LogVariances.map(deviations))),
      ("co_means", cube(arrays.inputMeans)), ("co_stds", cube(arrays.inputLogVariances.map(deviations))),
      ("gen_states", cube(arrays.generatorStates)), ("gen_init", arrays.generatorInitialStates),
      ("gen_inputs", generatorInputs(cube(arrays.inputs), external)), ("con_states", cube(arrays.controllerStates)),
    ]
  }

  private static func deviations(_ logVariances: Tensor) -> Tensor {
    Tensor(logVariances.floats.map { exp($0 / 2) }, shape: logVariances.shape)
  }

  /// The inferred inputs and, beside them, the external ones.
  private static func generatorInputs(_ inputs: Tensor, _ external: ExternalInput?) -> Tensor {
    guard let external else { return inputs }
    let width = inputs.shape[2], cells = inputs.shape[0] * inputs.shape[1], own = inputs.floats
    var values: [Float] = []
    values.reserveCapacity(cells * (width + external.inputs))
    for cell in 0..<cells {
      values += own[(cell * width)..<((cell + 1) * width)]
      values += external.values[(cell * external.inputs)..<((cell + 1) * external.inputs)]
    }
    return Tensor(values, shape: [inputs.shape[0], inputs.shape[1], width + external.inputs])
  }
}
