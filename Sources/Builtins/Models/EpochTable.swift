import Language
import Tensors
import Training

/// The records of epochs as columns.
enum EpochTable {
  struct Column: Sendable {
    let name: String
    let value: @Sendable (EpochRecord) -> Double
  }

  static let columns: [Column] = [
    Column(name: "epoch") { Double($0.epoch) },
    Column(name: "step") { Double($0.step) },
    Column(name: "train_total") { $0.train.total },
    Column(name: "train_reconstruction") { $0.train.reconstruction },
    Column(name: "train_kl") { $0.train.kl },
    Column(name: "valid_total") { $0.valid?.total ?? .nan },
    Column(name: "valid_reconstruction") { $0.valid?.reconstruction ?? .nan },
    Column(name: "valid_kl") { $0.valid?.kl ?? .nan },
    Column(name: "l2") { $0.l2 },
    Column(name: "correlation") { $0.correlation },
    Column(name: "kl_weight") { $0.weights.kl },
    Column(name: "l2_weight") { $0.weights.l2 },
    Column(name: "learning_rate") { $0.learningRate },
    Column(name: "gradient_norm") { $0.maximumGradientNorm },
    Column(name: "clipped_share") { $0.clippedShare },
    Column(name: "seconds") { $0.seconds },
  ]

  static func record(_ history: [EpochRecord]) -> Record {
    Record(columns.map { column in (column.name, .vector(history.map(column.value), axis: "epoch")) })
  }
}
