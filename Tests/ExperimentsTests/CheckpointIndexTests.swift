import Testing

@testable import Experiments

@Suite("The index of checkpoints")
struct CheckpointIndexTests {
  @Test("An index of checkpoints reads back what it says")
  func index() throws {
    let index = CheckpointIndex(newest: "a \"b\".ckpt-20.h5", all: ["a.ckpt-10.h5", "a \"b\".ckpt-20.h5"])
    #expect(CheckpointIndex(index.text) == index)
    #expect(index.text.hasPrefix("model_checkpoint_path: \"a \\\"b\\\".ckpt-20.h5\"\n"))
    #expect(CheckpointIndex("all_model_checkpoint_paths: \"x\"\n") == nil)
    #expect(CheckpointIndex("") == nil)
  }

  @Test("TensorFlow's index is understood")
  func foreignIndex() {
    let text = "model_checkpoint_path: \"/m/lfads_vae.ckpt-9\"\nall_model_checkpoint_paths: \"/m/lfads_vae.ckpt-9\"\n"
    #expect(CheckpointIndex(text) == CheckpointIndex(newest: "/m/lfads_vae.ckpt-9", all: ["/m/lfads_vae.ckpt-9"]))
  }
}
