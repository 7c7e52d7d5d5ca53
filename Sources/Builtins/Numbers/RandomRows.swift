import Language
import Tensors

/// Random draws from the session's stream, or from a fresh one when `seed:` is given.
enum RandomRows {
  static let theme = Theme(
    "Random numbers",
    "Drawn from the session's stream, or from a fresh one when `seed:` is given; the same on every run.")

  static let rows: [Builtin] = [
    rand, randn, randint, uniform, normal, poisson, bernoulli, binomial, exponential, gamma, beta, permutation, shuffle,
    choice, seed,
  ]

  static let seedParameter = Parameter(
    "seed", .integer, .optional("the session's stream goes on"), "Number of a fresh stream to draw from")

  private static let sizes = Parameter(
    "shape", .vector, .optional("the shape of the other arguments"), "Sizes of the axes of the result")

  /// Draws in the shape the call names, one after another.
  private static func shaped(_ call: Call, _ draw: (inout RandomStream) -> Double) throws -> Value {
    let shape = try call.extents("shape")
    var result = try call.blaming("shape") {
      try Tensor.zeros(shape, axes: call.axisNames("axes", rank: shape.count))
    }
    call.withRandomStream { stream in
      result = Tensor((0..<result.count).map { _ in draw(&stream) }, shape: shape, axes: result.axes)
    }
    return Value(result)
  }

  private static let rand = Builtin(
    "rand", theme, "Uniform draws from 0 up to, not including, 1.", parameters: [.shape, .names, seedParameter],
    result: "a number, or a tensor of that shape", examples: [Example("shape(rand(2, 3, seed: 1))", shows: "[2, 3]")]
  ) { call in try shaped(call) { $0.uniform() } }

  private static let randn = Builtin(
    "randn", theme, "Normal draws of mean 0 and variance 1.", parameters: [.shape, .names, seedParameter],
    result: "a number, or a tensor of that shape",
    examples: [Example("abs(mean(randn(10000, seed: 1))) < 0.05", shows: "true")]
  ) { call in try shaped(call) { $0.normal() } }

  private static let randint = Builtin(
    "randint", theme, "Whole numbers from a lower bound up to, not including, an upper one, all equally likely.",
    parameters: [
      Parameter("lower", .integer, "The smallest number drawn"), Parameter("upper", .integer, "One above the largest"),
      .shape, .names, seedParameter,
    ],
    result: "a number, or a tensor of that shape",
    examples: [Example("max(randint(0, 6, 100, seed: 1)) <= 5", shows: "true")]
  ) { call in
    let lower = call.integer("lower"), upper = call.integer("upper")
    guard lower < upper, upper.subtractingReportingOverflow(lower).overflow == false else {
      throw call.fault("upper", "there is no number to draw", expected: "more than \(lower)", found: "\(upper)")
    }
    return try shaped(call) { Double(lower + $0.index(below: upper - lower)) }
  }

  /// One draw for every element of the parameters, stretched to each other and to `shape:`.
  private static func distribution(
    _ name: String, _ summary: String, details: String = "", _ parameters: [Parameter],
    result: String = "a number, or a tensor of that shape",
    _ example: Example, isMask: Bool = false, check: @escaping @Sendable (_ label: String, _ value: Double) -> String?,
    draw: @escaping @Sendable (inout RandomStream, [Double]) -> Double
  ) -> Builtin {
    Builtin(
      name, theme, summary, details: details, parameters: parameters + [sizes, seedParameter], result: result,
      examples: [example]
    ) { call in
      let values = parameters.map { call.tensor($0.label) }
      for (parameter, value) in zip(parameters, values) {
        for element in value.doubles {
          guard let expected = check(parameter.label, element) else { continue }
          throw call.fault(
            parameter.label, "`\(parameter.label)` of `\(name)` is out of range", expected: expected,
            found: NumberText.shortest(element),
            hint: expected == share ? NumberDomain.fraction.scaleHint(element) : nil)
        }
      }
      var operands = values
      if let sizes = call.tensorOrNil("shape")?.doubles {
        operands.append(try call.blaming("shape") { try Tensor.zeros(sizes.map { Int(exactly: $0) ?? -1 }) })
      }
      let stretched = try Tensor.stretched(operands)
      let places = stretched.map(\.doubles)
      let drawn = call.withRandomStream { stream in
        places[0].indices.map { place in draw(&stream, places.map { $0[place] }) }
      }
      let tensor = Tensor(drawn, shape: stretched[0].shape, axes: stretched[0].axes)
      let isFloat = values.contains { $0.elementType == .float && $0.rank > 0 }
      return Value(tensor.converted(to: isMask ? .bool : isFloat ? .float : .double))
    }
  }

  private static func finite(_ value: Double) -> String? { value.isFinite ? nil : "a finite number" }
  private static func nonNegative(_ value: Double) -> String? {
    value >= 0 && value.isFinite ? nil : "a finite number, at least 0"
  }
  private static func positive(_ value: Double) -> String? {
    value > 0 && value.isFinite ? nil : "a finite number, greater than 0"
  }
  private static let share = "a number from 0 to 1"
  private static func probability(_ value: Double) -> String? { (0...1).contains(value) ? nil : share }
  private static func count(_ value: Double) -> String? {
    value >= 0 && value <= 0x1p52 && value == value.rounded() ? nil : "a whole number, at least 0"
  }

  private static let uniform = distribution(
    "uniform", "Uniform draws between two bounds.",
    [
      Parameter("lower", .tensor, .defaults(.number(0)), "The lower bounds"),
      Parameter("upper", .tensor, .defaults(.number(1)), "The upper bounds"),
    ], Example("uniform(2, 2, shape: [2])", shows: "[2, 2]"), check: { finite($1) }
  ) { $1[0] + ($1[1] - $1[0]) * $0.uniform() }

  private static let normal = distribution(
    "normal", "Normal draws.",
    [
      Parameter("mean", .tensor, .defaults(.number(0)), "The means"),
      Parameter("sd", .tensor, .defaults(.number(1)), "The standard deviations"),
    ], Example("normal([1, 2], 0)", shows: "[1, 2]"), check: { $0 == "sd" ? nonNegative($1) : finite($1) }
  ) { $1[0] + $1[1] * $0.normal() }

  private static let poisson = distribution(
    "poisson", "Poisson counts: spikes drawn from rates.",
    details: "`poisson(rates)` draws one count for every rate and keeps the axes: simulated spikes for rates per bin.",
    [Parameter("mean", .tensor, unit: "per bin", "The means")], Example("poisson([0, 0, 0])", shows: "[0, 0, 0]"),
    check: { $1 >= 0 && $1 <= 0x1p52 ? nil : "a finite number, at least 0" }
  ) { $0.poisson(mean: $1[0]) }

  private static let bernoulli = distribution(
    "bernoulli", "True with a probability.", [Parameter("p", .tensor, "The probabilities")],
    result: "a bool, or a mask",
    Example("bernoulli([0, 1])", shows: "[false, true]"), isMask: true, check: { probability($1) }
  ) { $0.uniform() < $1[0] ? 1 : 0 }

  private static let binomial = distribution(
    "binomial", "Successes among independent trials.",
    [Parameter("n", .tensor, "The numbers of trials"), Parameter("p", .tensor, "The probabilities of success")],
    Example("binomial(10, [0, 1])", shows: "[0, 10]"), check: { $0 == "n" ? count($1) : probability($1) }
  ) { $0.binomial(trials: $1[0], probability: $1[1]) }

  private static let exponential = distribution(
    "exponential", "Exponential draws: waiting times.",
    [Parameter("mean", .tensor, .defaults(.number(1)), "The means")],
    Example("exponential(0)", shows: "0"), check: { nonNegative($1) }
  ) { $1[0] * $0.exponential() }

  private static let gamma = distribution(
    "gamma", "Gamma draws of mean shape · scale.",
    [
      Parameter("k", .tensor, "The shapes"), Parameter("scale", .tensor, .defaults(.number(1)), "The scales"),
    ], Example("gamma(2, 3, seed: 1) > 0", shows: "true"), check: { positive($1) }
  ) { $1[1] * $0.gamma(shape: $1[0]) }

  private static let beta = distribution(
    "beta", "Beta draws, between 0 and 1.",
    [Parameter("a", .tensor, "The first parameters"), Parameter("b", .tensor, "The second parameters")],
    Example("beta(2, 2, seed: 1) < 1", shows: "true"), check: { positive($1) }
  ) { $0.beta($1[0], $1[1]) }

  private static let permutation = Builtin(
    "permutation", theme, "The numbers 0 to n - 1 in random order.",
    parameters: [Parameter("n", .integer(.within(0...1e9)), "How many"), seedParameter], result: "a tensor of one axis",
    examples: [Example("sort(permutation(4, seed: 1))", shows: "[0, 1, 2, 3]")]
  ) { call in
    let n = call.integer("n")
    _ = try call.blaming("n") { try Tensor.zeros([n]) }
    return .vector(call.withRandomStream { $0.permutation(n).map(Double.init) })
  }

  private static let shuffle = Builtin(
    "shuffle", theme, "The items in random order.",
    parameters: [
      Parameter("x", .oneOf([.tensor(rank: 1...Int.max), .list]), "A tensor or list"),
      Parameter("over", .axis, .defaults(.number(0)), "The axis to shuffle along, by name or number"), seedParameter,
    ],
    result: "the same items", examples: [Example("sort(shuffle([1, 2, 3], seed: 1))", shows: "[1, 2, 3]")]
  ) { call in
    guard let tensor = call["x"].asTensor else {
      let items = call.list("x")
      return .list(call.withRandomStream { $0.permutation(items.count) }.map { items[$0] })
    }
    let axis = try call.axis("over", of: tensor)
    let order = call.withRandomStream { $0.permutation(tensor.shape[axis]) }
    return .tensor(try tensor.indexed(Array(repeating: .all, count: axis) + [.positions(order)]))
  }

  private static let choice = Builtin(
    "choice", theme, "Items drawn from a collection.",
    parameters: [
      Parameter("x", .oneOf([.tensor(rank: 1...Int.max), .list]), "A tensor (items along its first axis) or list"),
      Parameter("n", .count, .optional("one item by itself"), "How many to draw"),
      Parameter("replace", .bool, .defaults(.bool(true)), "Whether an item can be drawn again"),
      Parameter("weights", .vector, .optional("all alike"), "How likely each is, in proportion"), seedParameter,
    ],
    result: "an item, or a collection of n",
    examples: [
      Example("choice([7, 7, 7], 2)", shows: "[7, 7]"),
      Example("choice([\"a\", \"b\"], weights: [0, 1])", shows: "\"b\""),
    ]
  ) { call in
    let count = call["x"].count ?? 0
    let n = call.integerOrNil("n") ?? 1
    if count == 0, n > 0 { throw call.fault("x", "there is nothing to draw from", found: call["x"].foundText) }
    let replaces = call.bool("replace")
    if !replaces, n > count {
      throw call.fault(
        "n", "there are not so many different items", expected: "at most \(count), or `replace: true`", found: "\(n)")
    }
    _ = try call.blaming("n") { try Tensor.zeros([n]) }
    var weights: [Double]?
    if let given = call.tensorOrNil("weights")?.doubles {
      guard given.count == count, given.allSatisfy({ $0 >= 0 && $0.isFinite }),
        replaces || given.count(where: { $0 > 0 }) >= n,
        given.contains(where: { $0 > 0 })
      else {
        throw call.fault(
          "weights", "these weights cannot be drawn by",
          expected: "\(count) numbers of at least 0, \(replaces ? 1 : max(n, 1)) or more above it",
          found: call["weights"].foundText)
      }
      weights = given
    }
    let places = call.withRandomStream { stream in drawn(n, of: count, weights, replaces, &stream) }
    if call.integerOrNil("n") == nil {
      return try call.items("x")[places[0]]
    }
    if let tensor = call["x"].asTensor { return .tensor(try tensor.indexed([.positions(places)])) }
    let items = call.list("x")
    return .list(places.map { items[$0] })
  }

  private static func drawn(
    _ n: Int, of count: Int, _ weights: [Double]?, _ replaces: Bool, _ stream: inout RandomStream
  ) -> [Int] {
    guard var weights else {
      return replaces ? (0..<n).map { _ in stream.index(below: count) } : Array(stream.permutation(count).prefix(n))
    }
    var sums = running(weights)
    return (0..<n).map { _ in
      let place = stream.position(bySums: sums)
      if !replaces {
        weights[place] = 0
        sums = running(weights)
      }
      return place
    }
  }

  /// The running sums of finite weights; where the last would be infinite, those of their shares of the largest.
  private static func running(_ weights: [Double]) -> [Double] {
    var sums = weights
    for k in sums.indices.dropFirst() { sums[k] += sums[k - 1] }
    guard let total = sums.last, total.isInfinite, let largest = weights.max() else { return sums }
    return running(weights.map { $0 / largest })
  }

  private static let seed = Builtin(
    "seed", theme, "Starts the session's random stream afresh.",
    parameters: [Parameter("number", .integer, "Number of the stream")], result: nil,
    examples: [Example("seed(3); a = rand(); seed(3); a == rand()", shows: "true")]
  ) { call in
    call.machine.random = RandomStream(key: UInt64(bitPattern: Int64(call.integer("number"))), stream: 0)
    return .nil
  }
}
