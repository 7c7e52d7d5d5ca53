/// Where the trials of both splits stood in the recording, from 0.
struct TrialNumbers {
  /// One split: how many trials it has, and their numbers if the file gives them.
  struct Part {
    let trials: Int
    let numbers: [Double]?
  }

  let train: [Int]
  let valid: [Int]

  /// Without numbers the training trials come first. MATLAB's count from 1; what counts is their order.
  ///
  /// - Throws: `index` where the numbers are not different whole numbers, or only one split has them.
  init(train: Part?, valid: Part?, in file: String) throws(DatasetError) {
    let trials = (train: train?.trials ?? 0, valid: valid?.trials ?? 0)
    guard let trainNumbers = train?.numbers else {
      self.train = Array(0..<trials.train)
      self.valid = Array(trials.train..<(trials.train + trials.valid))
      return
    }
    let validNumbers = valid?.numbers ?? []
    let all = trainNumbers + validNumbers
    guard validNumbers.count == trials.valid, all.allSatisfy({ $0 == $0.rounded() && $0 >= 0 && $0 < 0x1p53 }),
      Set(all).count == all.count
    else { throw DatasetError(file: file, object: "train_inds", cause: .index) }
    let first = all.min() == 1 && all.max() == Double(all.count) ? 1 : 0
    self.train = trainNumbers.map { Int($0) - first }
    self.valid = validNumbers.map { Int($0) - first }
  }
}
