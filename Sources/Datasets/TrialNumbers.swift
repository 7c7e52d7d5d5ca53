/// Where the trials of all splits stood in the recording, from 0.
struct TrialNumbers {
  /// One split: how many trials it has, and their numbers if the file gives them.
  struct Part {
    let split: SplitName
    let trials: Int
    let numbers: [Double]?
  }

  private var numbers: [SplitName: [Int]] = [:]

  subscript(split: SplitName) -> [Int] { numbers[split] ?? [] }

  /// Without numbers the trials come split by split. MATLAB's count from 1; what counts is their order. Test trials
  /// without numbers come after those that have them, as other programs number only what they train on.
  ///
  /// - Throws: `index` where the numbers are not different whole numbers, or of training and validation trials only
  ///   one has them.
  init(_ parts: [Part], in file: String) throws(DatasetError) {
    guard parts.first(where: { $0.split == .train })?.numbers != nil else {
      var next = 0
      for part in parts {
        numbers[part.split] = Array(next..<(next + part.trials))
        next += part.trials
      }
      return
    }
    let numbered = parts.filter { $0.numbers != nil || $0.split != .test }
    let all = numbered.flatMap { $0.numbers ?? [] }
    guard all.count == numbered.reduce(0, { $0 + $1.trials }),
      all.allSatisfy({ $0 == $0.rounded() && $0 >= 0 && $0 < 0x1p53 }), Set(all).count == all.count
    else { throw DatasetError(file: file, object: "train_inds", cause: .index) }
    let first = all.min() == 1 && all.max() == Double(all.count) ? 1 : 0
    for part in numbered { numbers[part.split] = (part.numbers ?? []).map { Int($0) - first } }
    let next = numbers.values.joined().max().map { $0 + 1 } ?? 0
    for part in parts where numbers[part.split] == nil { numbers[part.split] = Array(next..<(next + part.trials)) }
  }
}
