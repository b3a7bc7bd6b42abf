import Foundation

func exponential(_ value: Float) -> Double { exp(Double(value)) }
