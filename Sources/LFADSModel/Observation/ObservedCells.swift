/// Rows of what the read-out gives, and a likelihood's own parameters for their session.
public struct OutputRows {
  public let count: Int
  /// Channels, D.
  public let channels: Int
  /// [count, parts·D].
  public let output: UnsafePointer<Float>
  /// One for each of ``Likelihood/parameters``, [rows, D].
  public let parameters: [UnsafePointer<Float>]

  public init(
    count: Int, channels: Int, output: UnsafePointer<Float>, parameters: [UnsafePointer<Float>] = []
  ) {
    self.count = count
    self.channels = channels
    self.output = output
    self.parameters = parameters
  }
}

/// What each observation counts. A cell of weight 0 adds nothing, whatever number stands in its place.
public struct ObservationWeights {
  /// [rows, D]: the factor of log p in the value.
  public let values: UnsafePointer<Float>
  /// [rows, D]: the factor of log p in the gradient.
  public let gradients: UnsafePointer<Float>

  public init(values: UnsafePointer<Float>, gradients: UnsafePointer<Float>) {
    self.values = values
    self.gradients = gradients
  }
}

/// The cells that a log-likelihood is taken over.
public struct ObservedCells {
  public let rows: OutputRows
  /// [rows, D].
  public let observed: UnsafePointer<Float>
  /// nil: every observation counts once.
  public let weights: ObservationWeights?

  public init(_ rows: OutputRows, observed: UnsafePointer<Float>, weights: ObservationWeights? = nil) {
    self.rows = rows
    self.observed = observed
    self.weights = weights
  }
}

/// Where the gradient of −scale·log p goes.
public struct ObservationGradient {
  public let scale: Float
  /// [rows, parts·D], overwritten.
  public let output: UnsafeMutablePointer<Float>
  /// One for each of ``Likelihood/parameters``, added to.
  public let parameters: [UnsafeMutablePointer<Float>]

  public init(
    scale: Float, output: UnsafeMutablePointer<Float>, parameters: [UnsafeMutablePointer<Float>] = []
  ) {
    self.scale = scale
    self.output = output
    self.parameters = parameters
  }
}
