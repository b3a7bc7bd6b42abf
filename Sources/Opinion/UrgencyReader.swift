import Kernel
enum UrgencyReader {
    static func read(_ reading: Reading) -> (urgency: Urgency, reasons: [Reason]) { (.none, []) }
}
