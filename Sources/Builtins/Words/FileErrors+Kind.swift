import Analysis
import Datasets
import Experiments
import Files
import HDF5
import Interchange
import Syntax
import Training

/// Errors of files are of one kind, whatever the format.
extension AtomicFile.WriteError: KindedError { public var kind: String { "file" } }
extension HDF5Error: KindedError { public var kind: String { "file" } }
extension DatasetError: KindedError { public var kind: String { "file" } }
extension ArrayFileError: KindedError { public var kind: String { "file" } }
extension CheckpointError: KindedError { public var kind: String { "file" } }
extension ParametersFileError: KindedError { public var kind: String { "file" } }
extension DirectoryError: KindedError { public var kind: String { "file" } }
