package smtp

func ParseCommand(line []byte) Command                    { return Command{} }
func (c Command) Param(keyword string) (Parameter, bool)  { return Parameter{}, false }
func (c Command) Has(k Kind) bool                         { return false }
func (c Command) Check(s State) []Fault                   { return nil }
func (c Command) Chunk() (size int64, last bool, ok bool) { return 0, false, false }
func (c Command) Mechanism() (string, bool)               { return "", false }
func ParsePath(b []byte) (Path, []Fault)                  { return Path{}, nil }
func (p Path) String() string                             { return "" }
func (p Path) Address() string                            { return "" }
func (p Path) Mailbox() string                            { return "" }
func (p Path) IsNull() bool                               { return false }
func (p Path) IsPostmaster() bool                         { return false }
func CheckText(line []byte) []Fault                       { return nil }
func SuggestVerb(word string) (Verb, bool)                { return "", false }
func AddedOctets(keyword string, verb Verb) int           { return 0 }
