import Tensors
import Testing

@testable import LFADSModel

/// The decoder that reads a model against the pass that trains it.
@Suite("Decoder")
struct DecoderTests {
  @Test("Means pushed through give the activations and costs of a pass without noise", arguments: SmallModel.all)
  func agreesWithThePass(model: SmallModel) throws {
    let layout = try model.layout(), parameters = model.parameters(layout)
    for batch in model.batches() where batch.parts.count == 1 {
      let recorder = ActivationRecorder(trials: batch.trials)
      let costs = Engine(layout, threads: 1).evaluate(
        parameters, batch, noise: .none, weights: CostWeights(kl: 1, l2: 1), record: recorder
      ).trials
      let read = try #require(
        PosteriorReader(layout, threads: 1).read(parameters, batch, PosteriorRequest(samples: nil, seed: 1)))
      func isClose(_ a: Tensor, _ name: String) throws -> Bool {
        let b = try #require(recorder.tensor(name))
        let scale = b.floats.map(abs).max() ?? 1
        return a.shape == b.shape && zip(a.floats, b.floats).allSatisfy { abs($0 - $1) <= 2e-5 * max(scale, 1) }
      }
      #expect(try isClose(read.rates, "rates") && isClose(read.factors, "factors"))
      #expect(try isClose(try #require(read.generatorStates), "gen_states"))
      #expect(try isClose(read.outputs.joined, "output_dist_params"))
      if let inputs = read.inputs { #expect(try isClose(inputs, "controller_outputs")) }
      for (a, b) in zip(read.reconstruction, costs.logLikelihood) {
        #expect(abs(a + b) <= 1e-5 * max(abs(b), 10), "\(model.name)")
      }
    }
  }

  @Test("Missing bins add nothing, whatever they would have held; held-out channels and steps are not seen")
  func unseen() throws {
    let model = try #require(SmallModel.all.first { $0.heldOut > 0 && !$0.missing })
    let layout = try model.layout(), parameters = model.parameters(layout)
    let channels = model.channels[0], seen = channels - model.heldOut, steps = model.steps - model.forward
    func batch(_ change: (_ t: Int, _ d: Int, Float) -> Float) -> ModelBatch {
      let counts = (0..<(4 * model.steps * channels)).map { Float(($0 * 7) % 4) }
      return ModelBatch(
        session: 0, trials: 4, steps: model.steps,
        data: counts.enumerated().map { change($0 / channels % model.steps, $0 % channels, $1) })
    }
    func read(_ batch: ModelBatch) throws -> PosteriorArrays {
      try #require(
        PosteriorReader(layout, threads: 1).read(parameters, batch, PosteriorRequest(samples: 3, seed: 1)))
    }
    let whole = try read(batch { $2 })
    // What lies beyond the encoded part changes no rate, but the score.
    let other = try read(batch { $0 >= steps || $1 >= seen ? $2 + 1 : $2 })
    #expect(other.rates == whole.rates && other.reconstruction != whole.reconstruction)
    // A missing bin there changes the score alone too, and not by a number put in its place.
    let missing = try read(batch { $1 >= seen ? .nan : $2 })
    #expect(missing.rates == whole.rates && missing.reconstruction.allSatisfy(\.isFinite))
    #expect(zip(missing.reconstruction, whole.reconstruction).allSatisfy { $0 < $1 })
  }
}
