/// The prior of the inferred inputs: an AR(1) process of zero mean for each, u_t = φ·u_{t−1} + η, started from its
/// stationary distribution. φ = exp(−1/τ), Var η = exp(logevar).
struct InputPrior {
  let coefficient: [Double]  // φ
  let logInnovationVariance: [Double]
  let coefficientSlope: [Double]  // dφ / d logatau = φ/τ

  init(_ parameters: ParameterVector) {
    let inputs = parameters.layout.shape.hyperparameters.co_dim
    guard inputs > 0 else {
      (coefficient, logInnovationVariance, coefficientSlope) = ([], [], [])
      return
    }
    let logevars = parameters.pointer("u_prior/logevars"), logatau = parameters.pointer("u_prior/logatau")
    logInnovationVariance = (0..<inputs).map { Double(logevars[$0]) }
    let rates = (0..<inputs).map { (-Double(logatau[$0])).exponential }
    coefficient = rates.map { (-$0).exponential }
    coefficientSlope = zip(coefficient, rates).map { $0 * $1 }
  }

  /// log of the stationary variance, exp(logevar)/(1 − φ²).
  func logStationaryVariance(_ input: Int) -> Double {
    logInnovationVariance[input] - (1 - coefficient[input] * coefficient[input]).logarithm
  }
}
