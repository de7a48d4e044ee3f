module interleave.example/go

go 1.19
