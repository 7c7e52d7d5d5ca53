import Datasets

/// How the programs that came after the 2017 code name the arrays of their data files. All have trials on the first axis,
/// then time, then neurons.
public enum ForeignLayouts {
  /// The first that recognises a file counts.
  public static let all = [torch, runManager, autolfads]

  /// lfads-torch: what the encoders see and what is reconstructed are apart; a model here reconstructs what it sees, so
  /// `recon_data` comes along as an array of the split. Its read-in is the alignment matrix, its bias of the read-out the
  /// alignment bias.
  static let torch = DatasetLayout(
    name: "lfads-torch",
    names: [
      ("encod_data", "data"), ("recon_data", "data"), ("readin_weight", "alignment_matrix_cxf"),
      ("readout_bias", "alignment_bias_c"),
    ]
  ) { outline in
    !outline.arrays.isDisjoint(with: ["train_encod_data", "train_recon_data"])
  }

  /// The MATLAB run manager: the reference's names in files `lfads_<name>.h5`, with the trials' numbers from 1.
  static let runManager = DatasetLayout(name: "LFADS Run Manager") { outline in
    outline.arrays.contains("train_data") && outline.fileName.hasPrefix("lfads_") && outline.fileName.hasSuffix(".h5")
  }

  /// autolfads-tf2: the reference's names, with the trials' numbers in the recording.
  static let autolfads = DatasetLayout(name: "autolfads-tf2") { outline in
    outline.arrays.isSuperset(of: ["train_data", "train_inds"])
  }
}
