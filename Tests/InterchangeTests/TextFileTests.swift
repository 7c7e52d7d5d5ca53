import LFADSModel
import Testing
import Training

@testable import Interchange

@Suite("Files of text") struct TextFileTests {
  private func record(epoch: Int, step: Int, valid: SplitCosts?) -> EpochRecord {
    EpochRecord(
      epoch: epoch, step: step, train: SplitCosts(total: 412.345, reconstruction: 400, kl: 2.5), valid: valid,
      l2: 0.123456, correlation: 0, weights: CostWeights(kl: 0.5, l2: 1), learningRate: 0.01, maximumGradientNorm: 1,
      clippedShare: 0, seconds: 1)
  }

  @Test("A line of the log has the reference's names and digits")
  func logLine() {
    let valid = SplitCosts(total: 420, reconstruction: 410.126, kl: 3)
    #expect(
      FitLog.line(record(epoch: 3, step: 100, valid: valid))
        == "epoch,3, step,100, total,412.35,420.00, recon,400.00,410.13, kl,2.50,3.00, l2,0.12346, klweight,0.50, "
        + "l2weight,1.00\n")
    #expect(
      FitLog.line(record(epoch: 3, step: 100, valid: nil))
        == "epoch,3, step,100, total,412.35, recon,400.00, kl,2.50, l2,0.12346, klweight,0.50, l2weight,1.00\n")
  }

  @Test("A log that goes on forgets later steps and a torn line, and keeps what is not its own")
  func logGoesOn() {
    let text = "# mine\nepoch,0, step,10, x\nepoch,1, step,20, x\nepoch,2, step,3"
    #expect(FitLog.lines(of: text, upTo: 10) == "# mine\nepoch,0, step,10, x\n")
    #expect(FitLog.lines(of: "", upTo: 10).isEmpty)
  }

  @Test("Settings are JSON with bools as strings")
  func settings() throws {
    let shape = try ModelShape(
      hyperparameters: Hyperparameters(), steps: 12, sessions: [SessionShape(name: "a\"b", channels: 7)])
    let file = SettingsFile(shape)
    #expect(file.text.contains("\"do_train_readin\": \"true\""))
    #expect(file.text.contains("\"num_steps_for_gen_ic\": 12"))
    #expect(file.text.contains("\"learning_rate_stop\": 1e-05"))
    #expect(file.text.contains("\"dataset_dims\": {\"a\\\"b\": 7}"))
    #expect(try HyperparameterJSON(file.text).hyperparameters().learning_rate_stop == 1e-5)
    #expect(SettingsFile.name(step: 40) == "hyperparameters-40.txt")
  }

  @Test("The checksum is CRC-32C")
  func checksum() {
    #expect(CRC32C.of(Array("123456789".utf8)) == 0xE306_9283)
    let framed = EventFile.framed([1, 2, 3])
    #expect(framed.count == 8 + 4 + 3 + 4)
    #expect(framed.prefix(8) == [3, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test("A PNG's size is read from its start, and nothing else is taken for one")
  func png() {
    let start: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2, 0, 0, 0, 1, 4, 8, 2,
    ]
    let header = PNGHeader(start)
    #expect(header?.width == 512)
    #expect(header?.height == 260)
    #expect(header?.channels == 3)
    #expect(PNGHeader(Array(start.dropLast())) == nil)
    #expect(PNGHeader([0] + start) == nil)
  }

  @Test(
    "A session's name stands before the ending",
    arguments: [("post.h5", "post_n1.h5"), ("/a.b/post", "/a.b/post_n1"), ("/a/.h5", "/a/.h5_n1")])
  func sessionPath(path: String, expected: String) {
    #expect(TorchPosteriorFile.path(path, session: "n1") == expected)
  }
}
