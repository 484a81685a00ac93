"""with … as: what is let go of at its end, what stays, and that nobody reads what is gone."""
import gc
import os
import threading

import doorstroom
import pytest
from doorstroom._words import Question

TEXT = '''indicators:
  - id: eigen
    name: Eigen
    name_en: Own
    population: "soort = 'mbo'"
    event: niveau = 4
'''


def open_files():
    gc.collect()
    return len(os.listdir('/proc/self/fd'))


def test_a_register_is_opened_for_a_while(in_prepared):
    with doorstroom.open('proef') as register:
        assert isinstance(register, doorstroom.Register)
        answer = register.tally(indicator='vsv', by='niveau')
    assert answer.rows() and not answer.closed  # what was asked stays
    assert register.tally(indicator='vsv').rows()  # a register is a place: it can be asked again
    with pytest.raises(ZeroDivisionError), doorstroom.open('proef'):
        raise ZeroDivisionError


def test_what_import_said_goes_with_its_register(own):
    with doorstroom.import_('proef') as register:
        said = register.answer
        assert said.json()['geslaagd'] is True
    assert said.closed
    with pytest.raises(doorstroom.UsageError):
        said.json()


@pytest.mark.parametrize('lang', ['nl', 'en'])
def test_a_closed_answer_says_so(lang, register, tmp_path):
    with register.tally(indicator='vsv', by='niveau', lang=lang) as answer:
        read, unread = answer['cellen'], answer['vsv']
        rows, columns = read.rows(), answer.to_dict()
    assert answer.closed and rows and columns
    assert read.rows() == rows  # what was read stays
    for ask in (answer.text, answer.csv, answer.json, answer.html, answer.rows, answer.__arrow_c_stream__, unread.rows,
                unread.csv, lambda: answer.found, lambda: answer.save(tmp_path / 'x.csv'), lambda: str(answer)):
        with pytest.raises(doorstroom.UsageError) as caught:
            ask()
        assert 'gesloten' in caught.value.nl and 'closed' in caught.value.en
    assert repr(answer) == ('<Answer: closed>' if lang == 'en' else '<Answer: gesloten>')
    assert 'Answer' in answer._repr_html_()
    answer.close()  # twice is once
    assert list(tmp_path.iterdir()) == []


def test_a_stream_outlives_a_closed_answer(register):
    pyarrow = pytest.importorskip('pyarrow')
    with register.tally(indicator='vsv', by='niveau') as answer:
        expected, taken = answer.to_dict(), pyarrow.table(answer)
    gc.collect()
    assert taken.to_pydict() == expected


def test_closed_definitions_are_asked_no_more(register):
    before = open_files()
    with doorstroom.Definitions(text=TEXT) as mine:
        assert open_files() == before + 1
        counted = register.tally(definitions=mine, indicator='eigen').csv()
    assert counted and open_files() == before
    assert mine['eigen'].name == 'Eigen'  # what was read of it stays
    with open(os.devnull, 'rb'):  # which may have got the number of the text's file
        with pytest.raises(doorstroom.UsageError):
            register.tally(definitions=mine, indicator='eigen')
        with pytest.raises(doorstroom.UsageError):
            register.tally(definitions=[mine], indicator='eigen')


def test_closed_while_others_read(register):
    """Who reads at that moment gets what was there, who comes after hears that it is closed."""
    expected = register.tally(indicator='vsv', by=['niveau', 'leerweg']).csv()
    for _ in range(20):
        answer = register.tally(indicator='vsv', by=['niveau', 'leerweg'])
        begun, ended, faults = threading.Barrier(5), threading.Event(), []

        def read(answer=answer, begun=begun, ended=ended, faults=faults):
            begun.wait()
            try:
                while not ended.is_set():
                    assert answer.csv() == expected
            except doorstroom.UsageError:
                pass
            except BaseException as error:
                faults.append(error)
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        begun.wait()
        try:
            answer.close()
        except BaseException:
            ended.set()
            raise
        finally:
            for thread in threads:
                thread.join()
        assert not faults


def test_a_question_keeps_its_definitions_open():
    """Until it was answered: the number of the text's file is not to become that of another."""
    before = open_files()
    mine = doorstroom.Definitions(text=TEXT)
    question = Question('nl')
    question.add_options({'definitions': mine})
    mine.close()
    assert open_files() == before + 1
    question.close()
    assert open_files() == before
