import Testing

@testable import Tensors

@Suite("Numbers and tensors as text")
struct TextTests {
  @Test(
    "numbers are as short as reads back",
    arguments: [
      (0.1, "0.1"), (3, "3"), (-2.5, "-2.5"), (1e-5, "1e-5"), (1e21, "1e21"), (1.5e-300, "1.5e-300"),
      (1e100, "1e100"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"), (-0.0, "0"), (123456789, "123456789"),
      (0.1 + 0.2, "0.30000000000000004"), (1 / 3, "0.3333333333333333"), (9_007_199_254_740_992, "9007199254740992"),
    ] as [(Double, String)])
  func shortest(x: Double, text: String) {
    #expect(NumberText.shortest(x) == text)
    if x.isFinite { #expect(Double(text) == x) }
  }

  @Test(
    "the prompt rounds to six digits, whole numbers never",
    arguments: [
      (Double.pi, "3.14159"), (0.1 + 0.2, "0.3"), (2.0 / 3, "0.666667"), (1234567, "1234567"), (1234.5678, "1234.57"),
      (1.23456789e-7, "1.23457e-7"), (-999999.96, "-1000000"), (1e300, "1e300"), (.nan, "nan"), (0, "0"),
    ] as [(Double, String)])
  func rounded(x: Double, text: String) {
    #expect(NumberText.rounded(x) == text)
  }

  @Test(
    "a fixed number of digits",
    arguments: [
      (.pi, 2, "3.14"), (-0.5, 0, "-0"), (1e22, 1, "10000000000000000000000.0"), (.nan, 3, "nan"),
    ] as [(Double, Int, String)])
  func fixed(x: Double, digits: Int, text: String) {
    #expect(NumberText.fixed(x, digits: digits) == text)
  }

  @Test("small tensors are their literal")
  func literals() {
    #expect(Tensor([1.0, 2, 3], shape: [3]).text() == "[1, 2, 3]")
    #expect(Tensor([1.0, 2, 3, 4], shape: [2, 2]).text() == "[[1, 2], [3, 4]]")
    #expect(Tensor([true, false], shape: [2]).text() == "[true, false]")
    #expect(Tensor([0.1] as [Float], shape: [1]).text() == "[0.1]")
    #expect(Tensor([1 / 3.0], shape: []).text() == "0.3333333333333333")
    #expect(Tensor([1 / 3.0], shape: [1]).text(.digits(6)) == "[0.333333]")
    #expect(Tensor([] as [Double], shape: [0]).text() == "[]")
    #expect(Tensor((0..<24).map(Double.init), shape: [24]).isShownWhole)
    #expect(!Tensor((0..<25).map(Double.init), shape: [25]).isShownWhole)
    #expect(!Tensor([1.0], shape: [1, 1, 1]).isShownWhole)
  }

  @Test("large tensors are a summary")
  func summaries() {
    let x = Tensor((0..<60).map { Double($0) / 7 }, shape: [3, 2, 10], axes: ["trial", nil, "neuron"])
    #expect(
      x.text() == """
        tensor [trial: 3, 2, neuron: 10] of double, 0 to 8.429, mean 4.214
        at [0, ..]:
              0  0.1429  0.2857  0.4286  0.5714  0.7143  …
          1.429   1.571   1.714   1.857       2   2.143  …
        """)
    var row = [Double](repeating: 2, count: 30)
    row[0] = .nan
    #expect(
      Tensor(row, shape: [30]).text() == "tensor [30] of double, 2 to 2, mean 2, 1 nan\n  nan  2  2  2  2  2  …")
    let tall = Tensor((0..<50).map { $0 % 2 == 0 }, shape: [50, 1])
    #expect(
      tall.text() == """
        tensor [50, 1] of bool, 25 of 50 true
           true
          false
           true
          false
              …
        """)
    #expect(Tensor([] as [Double], shape: [0, 3]).text() == "tensor [0, 3] of double, empty")
    #expect(
      Tensor([Double](repeating: .nan, count: 30), shape: [30]).text().hasPrefix("tensor [30] of double, all nan"))
  }
}
