module gosystems

go 1.15
