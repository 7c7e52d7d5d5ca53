import Datasets
import Language

extension Theme {
  static let models = Theme("Models", "Make, train and keep LFADS models.")
  static let reading = Theme("Reading a model", "What a trained model says of data, and samples of its own.")
  static let opened = Theme(
    "A model taken apart", "Parameters by name (`m.params`), every number of a pass, and the generator run by hand.")
  static let merit = Theme("Figures of merit", "How good estimated rates are.")
}

extension ParameterType {
  static let model = ParameterType.handle(ModelHandle.typeName)
  static let dataset = ParameterType.handle(DatasetHandle.typeName)
  static let split = ParameterType.choice(SplitName.allCases.map(\.rawValue) + ["all"])
}
