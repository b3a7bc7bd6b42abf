enum TestKitTarget {}
