import CKernels

/// One left factor of outer products and where their sum goes.
public struct OuterFactor {
  let x: PackedMatrix.Columns
  let gradient: UnsafeMutablePointer<Float>

  /// - Parameters:
  ///   - x: [rows, count].
  ///   - gradient: [count, n], row-major, added to.
  public init(_ x: PackedMatrix.Columns, into gradient: UnsafeMutablePointer<Float>) {
    self.x = x
    self.gradient = gradient
  }
}

extension Kernels {
  /// gradient += xᵀ·y for up to three x that met the same y, and sums += Σ y over the rows: how the weights and the bias
  /// of an affine map gather their gradients from that of its result.
  ///
  /// Rows are summed in blocks, whose size depends on the instruction set alone.
  ///
  /// - Parameters:
  ///   - y: [rows, n].
  ///   - sums: [n].
  public static func addOuterProducts(
    _ first: OuterFactor, _ second: OuterFactor? = nil, _ third: OuterFactor? = nil, with y: UnsafePointer<Float>,
    leadingDimension: Int, rows: Int, n: Int, sums: UnsafeMutablePointer<Float>? = nil
  ) {
    precondition(leadingDimension >= n, "rows of \(n) at a distance of \(leadingDimension)")
    let none = lk_columns()
    let parts = (first.x.part, second?.x.part ?? none, third?.x.part ?? none)
    let gradients = (Optional(first.gradient), second?.gradient, third?.gradient)
    withUnsafePointer(to: parts) { parts in
      withUnsafePointer(to: gradients) { gradients in
        parts.withMemoryRebound(to: lk_columns.self, capacity: Int(LK_PARTS)) { parts in
          gradients.withMemoryRebound(to: UnsafeMutablePointer<Float>?.self, capacity: Int(LK_PARTS)) { gradients in
            current.pointee.add_outer_products(rows, parts, n, y, leadingDimension, gradients, sums)
          }
        }
      }
    }
  }
}
