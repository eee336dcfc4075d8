"""Given names that are common in the United Kingdom and are no ordinary words, in small letters.

For names that were typed in a hurry: "client john". Names that are words too (Grace, Mark, May, Will) are not here: a
warning that is usually wrong is not read.
"""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """
    aaron abdul abigail adam adrian agnes ahmed aidan aisha alan albert alex alexander alexandra alfie ali alice alison
    amanda amelia amy andrea andrew angela anita ann anna anne annie anthony antonia archie arthur asha audrey ayesha
    barbara barry beatrice ben benjamin bernard beth bethany betty beverley brenda brian bridget bronwen callum cameron
    caroline catherine cathy ceri charlie charlotte cheryl chloe chris christina christine christopher claire clare
    colin connor craig cynthia daniel danielle darren dave david dawid debbie deborah deirdre denise dennis derek diana
    diane dilys donald donna doreen doris dorothy douglas duncan dylan edith edward eileen elaine eleanor elizabeth
    ella ellen ellie elsie emily emma eric erin ethan ethel eva evelyn farah fatima fiona florence frances francesca
    freddie gareth gary gavin gemma geoff geoffrey george georgia gerald gerard gillian glenda glenn gloria gordon
    graham gwen hannah hamza harold harriet hassan hazel heather helen henry hilary howard huw hugh ian ibrahim imran
    irene isaac isabel isabella isla jacob jacqueline jake james jamie jane janet janice jasmine jason javed jayne jean
    jennifer jenny jeremy jessica jill jim jimmy joan joanna joanne joe john johnny jonathan jordan joseph josh joshua
    joyce judith judy julia julian julie karen kate katherine kathleen kathryn katie keith kelly kenneth kerry kevin
    khadija kieran kim kimberley kirsty kyle laura lauren lawrence leah leanne lee leo leon leslie lewis liam linda
    lindsay lisa liz lorna lorraine louis louise lucas lucy luke lynda lynn lynne malcolm manjit margaret maria marian
    marie marion marjorie martha martin mary matthew maureen megan melanie melissa michael michelle mick mike mohamed
    mohammed molly monica muhammad muriel nadia nancy naomi natalie natasha nathan neil niall nicholas nicola nicole
    nigel nina noah noel nora norma norman oliver olivia omar oscar owen pamela patricia paul paula pauline peter phil
    philip phoebe phyllis poppy priya rachel ralph raymond rebecca rhiannon rhys richard rita robert roger ronald rory
    rosemary rosie ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah sean shannon sharon shaun
    sheila shirley sian simon siobhan sophia sophie stanley stephanie stephen steve steven stuart susan suzanne sylvia
    tanya tariq terence teresa terry thelma theresa thomas tim timothy tina tom tony tracey tracy trevor valerie
    vanessa vera veronica victoria vincent vivien walter wayne wendy wilfred william winifred yasmin yusuf yvonne zara
    zoe
    """.split()  # noqa: SIM905  # a list of so many words is read more easily so
)
