import Syntax

extension Machine {
  /// Calls a function written in the language with arguments whose parameters are known.
  func call(_ closure: Closure, _ values: [Value], targets: [Int], at location: Location?) throws -> Value {
    let code = closure.code
    do {
      return try deeper {
        let frame = Frame(machine: self, of: closure)
        for (number, target) in targets.enumerated() {
          try keep(values[number])
          frame.store(values[number], in: code.entries[target].place)
        }
        for entry in code.entries where entry.initial != nil && frame.load(entry.place) == nil {
          if let value = try entry.initial?.evaluate(frame) { frame.store(value, in: entry.place) }
        }
        do { return try code.body.evaluate(frame) } catch Jump.leaveFunction { return frame.result }
      }
    } catch var failure as LocatedError {
      failure.chain.append(CallSite(function: code.name, location: location))
      throw failure
    } catch {
      throw LocatedError(error, at: location, phase: error is InterruptionError ? .interrupted : .running)
    }
  }
}
