import Kernels

/// Data and external input as they come, and what the encoders make of them to read.
///
/// Both are dropped once; data pass their session's read-in; the external input of the encoders stands behind them.
final class ReadInStage {
  private let model: PackedModel
  private let shape: ModelShape

  let data: AlignedBuffer<Float>  // [T, R, D]; missing bins are 0
  let externalInput: AlignedBuffer<Float>  // [T, R, I]; dropped in place
  let encoderInput: AlignedBuffer<Float>  // [Te, R, E]
  /// The gradient of what the encoders read; they add to it.
  let dEncoderInput: AlignedBuffer<Float>  // [Te, R, E]; with a read-in only
  private let encodedData: AlignedBuffer<Float>  // [Te, R, De]; where some channels are held out only
  private let droppedData: AlignedBuffer<Float>  // [Te, R, De]; with dropout, unless it is all that the encoders read
  private let dReadIn: AlignedBuffer<Float>  // [Te, R, F]; with a read-in and external input beside it only

  init(_ model: PackedModel, rows capacity: Int) {
    let shape = model.shape, hyper = shape.hyperparameters
    self.model = model
    self.shape = shape
    let cells = shape.steps * capacity, encodedCells = shape.encodedSteps * capacity
    let hasReadIn = shape.hasReadIn(0), isShared = hasReadIn || hyper.encodedInputs > 0
    let encodedChannels = shape.maximumEncodedChannels
    data = AlignedBuffer(count: cells * shape.maximumChannels)
    externalInput = AlignedBuffer(count: cells * hyper.ext_input_dim)
    encoderInput = AlignedBuffer(count: encodedCells * shape.encoderInputWidth)
    dEncoderInput = AlignedBuffer(count: hasReadIn ? encodedCells * shape.encoderInputWidth : 0)
    encodedData = AlignedBuffer(count: shape.holdsOutChannels ? encodedCells * encodedChannels : 0)
    droppedData = AlignedBuffer(count: hyper.keep_prob < 1 && isShared ? encodedCells * encodedChannels : 0)
    dReadIn = AlignedBuffer(count: hasReadIn && hyper.encodedInputs > 0 ? encodedCells * hyper.factors_dim : 0)
  }

  /// The data as the encoders may see them before dropout, [Te, R, De].
  private func encoded(_ extent: PassExtent) -> UnsafePointer<Float> {
    extent.encodedChannels == extent.channels ? UnsafePointer(data.pointer) : UnsafePointer(encodedData.pointer)
  }

  /// Expects `data` and `externalInput`; fills `encoderInput`.
  func forward(_ extent: PassExtent, _ noise: ShardNoise) {
    let hyper = shape.hyperparameters, external = hyper.ext_input_dim, rows = extent.encodedCells
    let encodedInputs = hyper.encodedInputs, width = shape.encoderInputWidth, channels = extent.encodedChannels
    if noise.hasMasks {
      Kernels.applyMask(
        externalInput.pointer, mask: noise.externalInputMask.pointer, scale: noise.maskScale,
        count: extent.cells * external, into: externalInput.pointer)
    }
    if channels != extent.channels {
      copyRows(
        data.pointer, width: channels, rows: rows, from: extent.channels, into: encodedData.pointer,
        leadingDimension: channels)
    }
    let seen = encoded(extent)
    if let map = model.readIns[extent.session] {
      map.forward(
        dropped(seen, rows * channels, noise, into: droppedData.pointer), leadingDimension: channels, rows: rows,
        into: encoderInput.pointer, leadingDimension: width)
    } else if encodedInputs == 0 {
      let source = dropped(seen, rows * channels, noise, into: encoderInput.pointer)
      if source == seen { encoderInput.pointer.update(from: source, count: rows * channels) }
    } else {
      copyRows(
        dropped(seen, rows * channels, noise, into: droppedData.pointer), width: channels, rows: rows,
        into: encoderInput.pointer, leadingDimension: width)
    }
    if encodedInputs > 0 {
      copyRows(
        externalInput.pointer, width: encodedInputs, rows: rows, into: encoderInput.pointer + shape.readInWidth,
        leadingDimension: width)
    }
  }

  /// `count` numbers dropped into `buffer`, or themselves without dropout.
  private func dropped(
    _ seen: UnsafePointer<Float>, _ count: Int, _ noise: ShardNoise, into buffer: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    guard noise.hasMasks else { return seen }
    Kernels.applyMask(seen, mask: noise.dataMask.pointer, scale: noise.maskScale, count: count, into: buffer)
    return UnsafePointer(buffer)
  }

  /// To be called before the encoders' backward passes add to `dEncoderInput`.
  func beginBackward(_ extent: PassExtent) {
    guard model.readIns[extent.session] != nil else { return }
    dEncoderInput.pointer.update(repeating: 0, count: extent.encodedCells * shape.encoderInputWidth)
  }

  /// The read-in's weights; the data themselves need no gradient.
  func backward(_ extent: PassExtent, _ noise: ShardNoise, _ gradient: UnsafeMutablePointer<Float>) {
    guard let map = model.readIns[extent.session] else { return }
    // The encoders' gradient of the data columns, without those of the external input.
    let width = shape.encoderInputWidth, factors = map.outputs, rows = extent.encodedCells
    var dY = dEncoderInput.pointer
    if width != factors {
      copyRows(dY, width: factors, rows: rows, from: width, into: dReadIn.pointer, leadingDimension: factors)
      dY = dReadIn.pointer
    }
    map.weightsBackward(
      noise.hasMasks ? UnsafePointer(droppedData.pointer) : encoded(extent),
      leadingDimension: extent.encodedChannels, dY, rows: rows, into: gradient)
  }
}
