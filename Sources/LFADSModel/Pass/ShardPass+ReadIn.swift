import Kernels

extension ShardPass {
  /// Data and external input are dropped once; data passes its session's read-in; the external input of the encoders
  /// stands behind it: `encoderInput` [T, R, read-in width + I].
  func readIn() {
    let external = h.ext_input_dim, encoded = h.encodedInputs, width = shape.encoderInputWidth
    if noise.hasMasks {
      Kernels.applyMask(
        externalInput.pointer, mask: noise.externalInputMask.pointer, scale: noise.maskScale,
        count: cells * external, into: externalInput.pointer)
    }
    if let map = model.readIns[session] {
      map.forward(
        droppedData(maskedData.pointer), leadingDimension: channels, rows: cells, into: encoderInput.pointer,
        leadingDimension: width)
    } else if encoded == 0 {
      let source = droppedData(encoderInput.pointer)
      if source != UnsafePointer(encoderInput.pointer) {
        encoderInput.pointer.update(from: source, count: cells * channels)
      }
    } else {
      // The output buffer is free until the read-out.
      let source = droppedData(dOutput.pointer)
      copyRows(source, width: channels, rows: cells, into: encoderInput.pointer, leadingDimension: width)
    }
    if encoded > 0 {
      copyRows(
        externalInput.pointer, width: encoded, rows: cells, into: encoderInput.pointer + shape.readInWidth,
        leadingDimension: width)
    }
  }

  /// The data as the encoders may see it: dropped into `buffer`, or itself without dropout.
  private func droppedData(_ buffer: UnsafeMutablePointer<Float>) -> UnsafePointer<Float> {
    guard noise.hasMasks else { return UnsafePointer(data.pointer) }
    Kernels.applyMask(
      data.pointer, mask: noise.dataMask.pointer, scale: noise.maskScale, count: cells * channels, into: buffer)
    return UnsafePointer(buffer)
  }

  /// The read-in's weights; the data itself needs no gradient.
  func readInBackward(_ gradient: UnsafeMutablePointer<Float>) {
    guard let map = model.readIns[session] else { return }
    // The encoders' gradient of the data columns, without those of the external input.
    let width = shape.encoderInputWidth, factors = map.outputs
    var dY = dEncoderInput.pointer
    if width != factors {
      copyRows(dY, width: factors, rows: cells, from: width, into: encoderInput.pointer, leadingDimension: factors)
      dY = encoderInput.pointer
    }
    map.weightsBackward(
      noise.hasMasks ? maskedData.pointer : data.pointer, leadingDimension: channels, dY, rows: cells, into: gradient)
  }

  /// Copies `rows` rows of `width` elements between arrays of different leading dimensions.
  func copyRows(
    _ source: UnsafePointer<Float>, width: Int, rows: Int, from ldSource: Int? = nil,
    into target: UnsafeMutablePointer<Float>, leadingDimension: Int
  ) {
    let ldSource = ldSource ?? width
    for row in 0..<rows {
      (target + row * leadingDimension).update(from: source + row * ldSource, count: width)
    }
  }

  /// Repeats one row of `width` elements over the trials.
  func broadcast(_ row: UnsafePointer<Float>, width: Int, into target: UnsafeMutablePointer<Float>) {
    Kernels.fillRows(target, leadingDimension: width, rows: rows, n: width, row: row)
  }
}
