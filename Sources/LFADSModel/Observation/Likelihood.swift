import Tensors

/// How an observation is drawn from the numbers that the read-out gives for its channel.
///
/// One call does all cells of a pass, so that its dispatch costs nothing beside the kernel it leads to. Everything that
/// depends on which likelihood a model has reads this: hyperparameters, layout, pass, posterior, doctor, help.
public protocol Likelihood: Sendable {
  /// The word of `output_dist`.
  static var name: String { get }
  /// The first version of the file format that knows the word.
  static var since: Int { get }
  /// How people speak of it.
  static var words: LikelihoodWords { get }

  init(_ hyper: Hyperparameters)

  /// Which numbers it can have drawn.
  var domain: ObservationDomain { get }

  /// The numbers of the read-out for each channel, side by side in an output row: D of the first, D of the second, …
  var parts: [OutputPart] { get }
  /// What a distribution is described by, in the order of ``distribution(_:into:)``. The first is the expected
  /// observation, `rates`.
  var quantities: [String] { get }
  /// Parameters of its own for every session.
  var parameters: [LikelihoodParameter] { get }

  /// Where the first part's bias starts on a channel of this mean (`initial_rates: "data"`).
  func firstBias(mean: Double) -> Float

  /// Adds log p of every row, less its constant (``constants(_:weights:rows:channels:_:)``), and where it is asked for the gradient of its negative.
  ///
  /// - Parameter logLikelihood: [rows], added to.
  func add(_ cells: ObservedCells, to logLikelihood: UnsafeMutablePointer<Float>, gradient: ObservationGradient?)

  /// Σ w·c of every row, c being the part of log p that no parameter moves (−ln k! of counts); `body` is not called
  /// where there is none.
  ///
  /// - Parameters:
  ///   - observed: [rows, channels].
  ///   - weights: [rows, channels]; nil: 1 everywhere.
  func constants(
    _ observed: UnsafePointer<Float>, weights: UnsafePointer<Float>?, rows: Int, channels: Int,
    _ body: (_ row: Int, Double) -> Void)

  /// What the read-out's numbers say of each observation.
  ///
  /// - Parameter distribution: [rows, quantities·D], overwritten.
  func distribution(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>)

  /// The same by the functions of the C library, as a trace shows it and the textbook computes it.
  func traced(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>)

  /// Adds d rates/d output times `dRates` [rows, D] to `dOutput` [rows, parts·D], and the same for its own parameters:
  /// the backward pass of the first quantity, where rates are fed back.
  func ratesBackward(
    _ output: OutputRows, _ dRates: UnsafePointer<Float>, adding dOutput: UnsafeMutablePointer<Float>,
    _ dParameters: [UnsafeMutablePointer<Float>])

  /// Whether its own parameters cost anything.
  var hasPenalty: Bool { get }

  /// The cost of its own parameters of one session, which counts as the L2 penalty does; `gradient` receives `scale`
  /// times its slope.
  func penalty(
    _ parameters: [UnsafePointer<Float>], channels: Int, scale: Float, gradient: [UnsafeMutablePointer<Float>]?
  ) -> Double
}

extension Likelihood {
  public var parameters: [LikelihoodParameter] { [] }

  public func firstBias(mean: Double) -> Float { Float(mean) }

  public func constants(
    _ observed: UnsafePointer<Float>, weights: UnsafePointer<Float>?, rows: Int, channels: Int,
    _ body: (_ row: Int, Double) -> Void
  ) {}

  public func traced(_ output: OutputRows, into distribution: UnsafeMutablePointer<Float>) {
    self.distribution(output, into: distribution)
  }

  public var hasPenalty: Bool { false }

  public func penalty(
    _ parameters: [UnsafePointer<Float>], channels: Int, scale: Float, gradient: [UnsafeMutablePointer<Float>]?
  ) -> Double { 0 }
}

/// How people speak of a likelihood.
public struct LikelihoodWords: Sendable {
  /// What it is for: "counts".
  public let purpose: String
  /// What its outputs are: "rates (Poisson)".
  public let outputs: String
  /// How an observation comes from the factors f(t), and what the numbers on the way are.
  public let equation, meaning: String
  /// log p of one observation.
  public let density: String
  /// What every quantity of ``Likelihood/quantities`` is, in its order.
  public let quantities: [String]

  public init(
    purpose: String, outputs: String, equation: String, meaning: String, density: String, quantities: [String]
  ) {
    self.purpose = purpose
    self.outputs = outputs
    self.equation = equation
    self.meaning = meaning
    self.density = density
    self.quantities = quantities
  }
}

/// One number per channel of the read-out.
public struct OutputPart: Sendable, Equatable {
  /// `lograte`: parameters `readout/SESSION/lograte_W` and `…_b`.
  public let name: String
  /// `log_rates`: what an activation recorder calls it.
  public let activation: String
  /// `log_rates`: what a trace in the language calls it; `rates` where the number is the expected observation itself.
  public let field: String
  /// Where its weight starts; nil: drawn, or the alignment matrix where there is one.
  public let weight: Float?
  /// Where its bias starts. That of the first part gives way to the alignment's bias and to `initial_rates`.
  public let bias: Float

  public init(_ name: String, activation: String, field: String, weight: Float? = nil, bias: Float = 0) {
    self.name = name
    self.activation = activation
    self.field = field
    self.weight = weight
    self.bias = bias
  }
}

/// Numbers that a likelihood learns for every channel of a session: `readout/SESSION/NAME` [rows, D].
public struct LikelihoodParameter: Sendable, Equatable {
  public let name: String
  public let rows: Int
  public let start: Float

  public init(_ name: String, rows: Int, start: Float) {
    self.name = name
    self.rows = rows
    self.start = start
  }
}
