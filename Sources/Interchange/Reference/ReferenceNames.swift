import LFADSModel

/// The reference's names of parameters: the second table beside the layout's own paths.
public enum ReferenceNames {
  /// A parameter's variable in the reference's graph, e.g. `LFADS/gen/GenGRU/Gates/h_2_ru/W:0`.
  public static func graphName(ofPath path: String) -> String {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let leaf = parts.removeLast()
    guard parts.count >= 2 else { return "LFADS/" + (leaves[path] ?? path) + ":0" }
    // The middle is a direction or a session, whose name may hold slashes.
    let head = parts.removeFirst(), middle = parts.joined(separator: "/")
    switch head {
    case "readin": return "LFADS/x_2_infac_\(middle)/\(leaf):0"
    case "readout": return "LFADS/glm/fac_2_\(readOutNames[leaf] ?? leaf, session: middle):0"
    default:
      let encoder = encoders[head] ?? head, direction = middle == "forward" ? "fwd" : "rev"
      return "LFADS/\(encoder)_\(direction)/\(encoderLeaves[leaf] ?? "\(encoder)_t0_\(direction)"):0"
    }
  }

  /// The name under which a variable stands in `model_params`: "/" replaced by "_".
  public static func fileName(ofPath path: String) -> String {
    String(graphName(ofPath: path).map { $0 == "/" ? "_" : $0 })
  }

  /// Variables that are no parameters.
  public static let globalStep = "LFADS_global_step:0"
  public static let learningRate = "LFADS_learning_rate:0"

  private static let encoders = ["ic_encoder": "ic_enc", "ci_encoder": "ci_enc"]

  private static let encoderLeaves = [
    "gates_W": "GRU/Gates/xh_2_ru/W", "gates_b": "GRU/Gates/xh_2_ru/b",
    "candidate_W": "GRU/Candidate/xrh_2_c/W", "candidate_b": "GRU/Candidate/xrh_2_c/b",
  ]

  private static let readOutNames = [
    "lograte_W": "logrates/W", "lograte_b": "logrates/b", "mean_W": "means/W", "mean_b": "means/b",
    "logvar_W": "logvars/W", "logvar_b": "logvars/b",
  ]

  private static let leaves: [String: String] = {
    var names = [
      "g0_prior/mean": "z/prior_g0/mean", "g0_prior/logvar": "z/prior_g0/logvar",
      "u_prior/logevars": "z/u_prior_ar1/logevars", "u_prior/logatau": "z/u_prior_ar1/logatau",
      "controller/c0": "con/c0", "generator/g0": "gen/g0", "generator/from_g0_W": "gen/g0_2_gen_ic/W",
      "generator/from_g0_b": "gen/g0_2_gen_ic/b", "generator/to_factors_W": "gen/gen_2_fac/W",
    ]
    for part in ["mean", "logvar"] {
      for leaf in ["W", "b"] {
        names["g0_posterior/\(part)_\(leaf)"] = "z/ic_enc_2_post_g0/\(part)/\(leaf)"
        names["u_posterior/\(part)_\(leaf)"] = "con/con_to_post_co/\(part)/\(leaf)"
      }
    }
    for (cell, name) in [("controller", "con"), ("generator", "gen")] {
      names["\(cell)/gates_x_W"] = "\(name)/GenGRU/Gates/x_2_ru/W"
      names["\(cell)/gates_h_W"] = "\(name)/GenGRU/Gates/h_2_ru/W"
      names["\(cell)/gates_h_b"] = "\(name)/GenGRU/Gates/h_2_ru/b"
      names["\(cell)/candidate_x_W"] = "\(name)/GenGRU/Candidate/x_2_c/W"
      names["\(cell)/candidate_rh_W"] = "\(name)/GenGRU/Candidate/rh_2_c/W"
      names["\(cell)/candidate_rh_b"] = "\(name)/GenGRU/Candidate/rh_2_c/b"
    }
    return names
  }()
}

extension DefaultStringInterpolation {
  /// `logrates/W` of session n1 is written `logrates_n1/W`.
  fileprivate mutating func appendInterpolation(_ name: String, session: String) {
    let parts = name.split(separator: "/")
    appendLiteral("\(parts[0])_\(session)/\(parts[1])")
  }
}
