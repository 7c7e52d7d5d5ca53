import Testing

@testable import Tensors

@Suite("Functions of every element")
struct UnaryTests {
  /// Expectations computed with NumPy 2.4 and SciPy 1.17 at −2.5, −0.3, 0, 0.7, 3.
  static let ofAllNumbers: [(UnaryOperation, [Double])] = [
    (.negate, [2.5, 0.3, 0, -0.7, -3]),
    (.exp, [0.0820849986238988, 0.7408182206817179, 1, 2.0137527074704766, 20.085536923187668]),
    (.exp2, [0.1767766952966369, 0.8122523963562356, 1, 1.624504792712471, 8]),
    (.expm1, [-0.9179150013761013, -0.2591817793182821, 0, 1.0137527074704764, 19.085536923187668]),
    (.sin, [-0.5984721441039565, -0.29552020666133955, 0, 0.644217687237691, 0.1411200080598672]),
    (.cos, [-0.8011436155469337, 0.955336489125606, 1, 0.7648421872844885, -0.9899924966004454]),
    (.tan, [0.7470222972386603, -0.30933624960962325, 0, 0.8422883804630794, -0.1425465430742778]),
    (.sinh, [-6.0502044810397875, -0.3045202934471426, 0, 0.7585837018395334, 10.017874927409903]),
    (.cosh, [6.132289479663686, 1.0453385141288605, 1, 1.255169005630943, 10.067661995777765]),
    (.tanh, [-0.9866142981514303, -0.2913126124515909, 0, 0.6043677771171634, 0.9950547536867305]),
    (.asinh, [-1.6472311463710958, -0.29567304756342244, 0, 0.6526665660823557, 1.8184464592320668]),
    (.atan, [-1.1902899496825317, -0.2914567944778671, 0, 0.6107259643892086, 1.2490457723982544]),
    (.erf, [-0.999593047982555, -0.3286267594591274, 0, 0.6778011938374183, 0.9999779095030014]),
    (.erfc, [1.999593047982555, 1.3286267594591274, 1, 0.3221988061625817, 2.2090496998585445e-05]),
    (.sigmoid, [0.07585818002124355, 0.425557483188341, 0.5, 0.6681877721681662, 0.9525741268224334]),
    (.softplus, [0.07888973429254963, 0.5543552444685271, 0.6931471805599453, 1.103186048885458, 3.048587351573742]),
    (.relu, [0, 0, 0, 0.7, 3]),
    (.cbrt, [-1.3572088082974532, -0.6694329500821694, 0, 0.8879040017426008, 1.4422495703074083]),
    (.square, [6.25, 0.09, 0, 0.49, 9]),
    (.abs, [2.5, 0.3, 0, 0.7, 3]),
    (.round, [-2, 0, 0, 1, 3]),
    (.sign, [-1, -1, 0, 1, 1]),
    (.floor, [-3, -1, 0, 0, 3]),
    (.ceil, [-2, 0, 0, 1, 3]),
    (.trunc, [-2, 0, 0, 0, 3]),
    (.lgamma, [-0.05624371649767401, 1.4648400508576027, .infinity, 0.2608672465316665, 0.6931471805599453]),
  ]

  @Test("the functions of all numbers agree with NumPy, in Double and in Float", arguments: ofAllNumbers)
  func everywhere(operation: UnaryOperation, expected: [Double]) {
    let x = Tensor([-2.5, -0.3, 0, 0.7, 3] as [Double], shape: [5], axes: ["time"])
    let y = x.mapped(operation)
    #expect(distance(y.doubles, expected) < 1e-14)
    #expect(y.layout == x.layout)
    let float = x.converted(to: .float).mapped(operation)
    #expect(float.elementType == .float)
    #expect(distance(float.doubles, expected) < 2e-6)
  }

  /// The same at 0.1, 0.5, 1, 2, 7.5, divided by `scale` and moved by `shift` into the function's domain.
  static let ofSomeNumbers: [(UnaryOperation, Double, Double, [Double])] = [
    (.log, 1, 0, [-2.3025850929940455, -0.6931471805599453, 0, 0.6931471805599453, 2.0149030205422647]),
    (.log2, 1, 0, [-3.321928094887362, -1, 0, 1, 2.9068905956085187]),
    (.log10, 1, 0, [-1, -0.3010299956639812, 0, 0.3010299956639812, 0.8750612633917001]),
    (
      .log1p, 1, 0,
      [0.09531017980432487, 0.4054651081081644, 0.6931471805599453, 1.0986122886681096, 2.1400661634962708]
    ),
    (.sqrt, 1, 0, [0.31622776601683794, 0.7071067811865476, 1, 1.4142135623730951, 2.7386127875258306]),
    (.acosh, 1, 1, [0.4435682543851154, 0.9624236501192069, 1.3169578969248166, 1.762747174039086, 2.82973503752439]),
    (
      .asin, 8, 0,
      [0.012500325543723647, 0.06254076179649139, 0.1253278311680654, 0.25268025514207865, 1.2153751251046732]
    ),
    (.acos, 8, 0, [1.558296001251173, 1.5082555649984053, 1.4454684956268313, 1.318116071652818, 0.3554212016902235]),
    (
      .atanh, 8, 0,
      [0.012500651102708637, 0.06258157147700301, 0.12565721414045303, 0.25541281188299536, 1.7169936022425731]
    ),
  ]

  @Test("the functions of some numbers agree with NumPy", arguments: ofSomeNumbers)
  func positive(operation: UnaryOperation, scale: Double, shift: Double, expected: [Double]) {
    let x = Tensor([0.1, 0.5, 1, 2, 7.5].map { $0 / scale + shift }, shape: [5])
    #expect(distance(x.mapped(operation).doubles, expected) < 1e-14)
    #expect(distance(x.converted(to: .float).mapped(operation).doubles, expected) < 2e-6)
  }

  @Test("nothing overflows where the answer does not, and NaN passes through")
  func extremes() {
    let x = Tensor([-1000, 1000, .nan] as [Double], shape: [3])
    #expect(distance(x.mapped(.sigmoid).doubles, [0, 1, .nan]) == 0)
    #expect(distance(x.mapped(.softplus).doubles, [0, 1000, .nan]) == 0)
    #expect(distance(x.mapped(.relu).doubles, [0, 1000, .nan]) == 0)
    #expect(distance(x.mapped(.sign).doubles, [-1, 1, .nan]) == 0)
    #expect(Tensor([-0.5, 0.5, 1.5, 2.5] as [Double], shape: [4]).mapped(.round).doubles == [0, 0, 2, 2])
  }

  @Test("predicates give masks")
  func predicates() {
    let x = Tensor([0, 2, .nan, .infinity] as [Double], shape: [4])
    #expect(x.mapped(.isnan).storage == .bool([false, false, true, false]))
    #expect(x.mapped(.isfinite).storage == .bool([true, true, false, false]))
    #expect(x.mapped(.isinf).storage == .bool([false, false, false, true]))
    #expect(x.mapped(.not).storage == .bool([true, false, false, false]))
    #expect(Tensor([true, false], shape: [2]).mapped(.not).storage == .bool([false, true]))
    for operation in UnaryOperation.allCases {
      #expect((x.mapped(operation).elementType == .bool) == operation.isPredicate, "\(operation)")
    }
  }

  @Test("bools count as 0 and 1")
  func bools() {
    #expect(Tensor([true, false], shape: [2]).mapped(.negate).storage == .double([-1, 0]))
  }
}
