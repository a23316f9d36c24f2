// Nothing does nothing: what every program of Go costs.
package main

func main() {}
