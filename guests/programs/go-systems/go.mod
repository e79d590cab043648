module gosystems

go 1.18
