package smtp

import "strconv"

var kindNames = [...]string{
	NoFault:              "NoFault",
	EmptyLine:            "EmptyLine",
	UnknownVerb:          "UnknownVerb",
	LeadingSpace:         "LeadingSpace",
	MissingArgument:      "MissingArgument",
	UnexpectedArgument:   "UnexpectedArgument",
	BadArgument:          "BadArgument",
	ExtraSpace:           "ExtraSpace",
	MissingFrom:          "MissingFrom",
	MissingTo:            "MissingTo",
	WrongDirection:       "WrongDirection",
	MissingColon:         "MissingColon",
	SpaceBeforeColon:     "SpaceBeforeColon",
	SpaceAfterColon:      "SpaceAfterColon",
	MissingAngleBrackets: "MissingAngleBrackets",
	UnclosedBracket:      "UnclosedBracket",
	DisplayName:          "DisplayName",
	TwoPaths:             "TwoPaths",
	BadLocalPart:         "BadLocalPart",
	BadDomain:            "BadDomain",
	BadLiteral:           "BadLiteral",
	MissingDomain:        "MissingDomain",
	EmptyForwardPath:     "EmptyForwardPath",
	SourceRoute:          "SourceRoute",
	LocalPartTooLong:     "LocalPartTooLong",
	DomainTooLong:        "DomainTooLong",
	PathTooLong:          "PathTooLong",
	LineTooLong:          "LineTooLong",
	BadParameter:         "BadParameter",
	ParameterTwice:       "ParameterTwice",
	ParameterBeforePath:  "ParameterBeforePath",
	ParameterNotOffered:  "ParameterNotOffered",
	VerbNotOffered:       "VerbNotOffered",
	SingleLabel:          "SingleLabel",
	BareAddress:          "BareAddress",
	LiteralInHelo:        "LiteralInHelo",
	ControlOctet:         "ControlOctet",
	EightBit:             "EightBit",
	BareLF:               "BareLF",
	BareCR:               "BareCR",
	NoLineEnd:            "NoLineEnd",
	HeaderAsCommand:      "HeaderAsCommand",
	OfferAsVerb:          "OfferAsVerb",
	OutOfOrder:           "OutOfOrder",
	LineAfterLast:        "LineAfterLast",
	NoCode:               "NoCode",
	CodeOutOfRange:       "CodeOutOfRange",
	DifferentCodes:       "DifferentCodes",
	BadSeparator:         "BadSeparator",
	NoText:               "NoText",
	ClassDisagrees:       "ClassDisagrees",
	BadEnhanced:          "BadEnhanced",
	ReplyTooLong:         "ReplyTooLong",
	ReplyCut:             "ReplyCut",
	EnhancedNotExpected:  "EnhancedNotExpected",
}

// String returns the name of the kind, as lessons and scripts write it:
// "SpaceAfterColon".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// KindNamed returns the kind of that name, letter for letter; false if there is
// none. [NoFault] has no name to be found by.
func KindNamed(name string) (Kind, bool) {
	for _, k := range Kinds() {
		if kindNames[k] == name {
			return k, true
		}
	}
	return NoFault, false
}

// Kinds returns every kind of fault in the order in which they are declared,
// those of replies last.
func Kinds() []Kind {
	kinds := make([]Kind, 0, len(kindNames)-1)
	for k := NoFault + 1; int(k) < len(kindNames); k++ {
		kinds = append(kinds, k)
	}
	return kinds
}
