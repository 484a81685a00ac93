"""A question of the command line, asked in Python: by a function and its keywords. Also for tests/questions, without pytest."""
import inspect
import os

import doorstroom

NAMES = {'import': 'import_', 'open': 'open_data'}


def _options_of(function, words):
    """Keywords of words that begin with dashes; lists where a comma divides plain names."""
    places, options, rest = [], {}, list(words)
    parameters = inspect.signature(function).parameters
    while rest:
        word = rest.pop(0)
        if not word.startswith('--'):
            places.append(word)
            continue
        name = word[2:].replace('-', '_')
        if parameters[name].annotation == 'bool':
            options[name] = True
            continue
        value = rest.pop(0)
        plain = value.replace(',', '').replace('_', '').isalnum()
        options[name] = value.split(',') if ',' in value and plain else value
    return places, options


def ask_words(words, **more):
    """['tally', 'proef', '--by', 'a,b'] → doorstroom.open('proef').tally(by=['a', 'b'])."""
    command, *rest = words
    name = NAMES.get(command, command)
    on_register = hasattr(doorstroom.Register, name) and rest and not rest[0].startswith('--') \
        and command not in ('demo', 'simulate', 'link') and os.path.isdir(rest[0])
    if on_register:
        register = doorstroom.open(rest.pop(0))
        function = getattr(register, name)
        places, options = _options_of(function, rest)
        return function(*places, **options, **more)
    function = getattr(doorstroom, name, None) or getattr(doorstroom.Register('.'), name)
    places, options = _options_of(function, rest)
    if 'data' in options:
        places.insert(0, options.pop('data'))
    answer = function(*places, **options, **more)
    return answer.answer if isinstance(answer, doorstroom.Register) else answer
