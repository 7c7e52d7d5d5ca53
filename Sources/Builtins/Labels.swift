import Language
import Tensors

/// Words numbered from 0 in the order in which they first occur.
struct NumberedWords {
  /// The different words; the number of each is its position.
  private(set) var words: [String] = []
  /// How often each of them occurs.
  private(set) var counts: [Double] = []
  /// The number of every word of the list.
  private(set) var numbers: [Double] = []

  init(_ list: [String]) {
    var places: [String: Int] = [:]
    for word in list {
      let place = places[word] ?? words.count
      if place == words.count {
        places[word] = place
        words.append(word)
        counts.append(0)
      }
      counts[place] += 1
      numbers.append(Double(place))
    }
  }
}

/// A label for each of several things.
struct Labels {
  /// As numbers, [thing].
  let numbers: Tensor
  /// What the numbers stand for, where words were given: that of each, from 0.
  let words: [String]?

  /// What a label reads as.
  func text(_ number: Double) -> String {
    guard let words, let place = Int(exactly: number), words.indices.contains(place) else {
      return NumberText.shortest(number)
    }
    return words[place]
  }
}

extension ParameterType {
  /// A label for each of several things: numbers, or words.
  static let labels = oneOf([.vector, .list(of: .string)])
}

extension Call {
  /// Labels given as numbers or words; nil where they were left out.
  func labelsOrNil(_ label: String) -> Labels? {
    guard let list = self[label].asList else { return tensorOrNil(label).map { Labels(numbers: $0, words: nil) } }
    let numbered = NumberedWords(list.compactMap(\.asString))
    return Labels(numbers: Tensor(numbered.numbers, shape: [list.count]), words: numbered.words)
  }

  /// Labels that must be given.
  func labels(_ label: String) -> Labels {
    guard let labels = labelsOrNil(label) else { preconditionFailure("\(label) was left out") }
    return labels
  }
}
