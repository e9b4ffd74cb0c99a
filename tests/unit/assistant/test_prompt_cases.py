"""Every prompt's cases: against a scripted model, and against a real small one where somebody set one up."""

import json
import os
from typing import Any

import pytest
import yaml
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from publisher.assistant import calling, grounding
from publisher.assistant.models import ModelChoice, open_model
from publisher.assistant.prompts import Prompt, prompts
from publisher.domain.assisting import Drafted, Task
from publisher.resources import prompts_folder
from publisher.services.reading_sentences import reader

NAMES = {"zh": "Chinese", "ru": "Russian", "en": "English"}
CASES = [
    (task, case)
    for task in Task
    for case in yaml.safe_load((prompts_folder() / task / "cases.yaml").read_text(encoding="utf-8"))
]
SEVERAL = [f"{task}-{case['name']}" for task, case in CASES]
ADDRESS, MODEL = "DOCTOR_PUBLISHER_TEST_MODEL_ADDRESS", "DOCTOR_PUBLISHER_TEST_MODEL"


class Scripted(BaseChatModel):
    """A double for a language model, which cannot be had here: it says what the case says, whatever it is asked."""

    says: str
    heard: list[str] = []  # noqa: RUF012 - a field of the model, copied for each

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        self.heard.extend(str(one.content) for one in messages)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=self.says))])


def sent(prompt: Prompt, case: dict[str, Any]) -> list[tuple[str, str]]:
    values = {"language": NAMES[case["language"]], "length": "400", "level": "an adult who reads little"}
    question = case.get("question", "")
    passages = [{"id": name, "text": text} for name, text in case["passages"].items()]
    data = {"question": question, "topic": question, "reason": "individual advice", "passages": passages}
    return calling.messages(
        prompt, {name: values[name] for name in prompt.variables}, {name: data[name] for name in prompt.data}
    )


def drafted(model: BaseChatModel, task: Task, case: dict[str, Any]) -> Drafted:
    prompt = prompts(prompts_folder())[task]
    reply = calling.ask(model, sent(prompt, case), 120, lambda _: None)
    return grounding.hold(task, calling.parsed(prompt, reply.text), case["passages"], case["language"], reader())


@pytest.mark.parametrize(("task", "case"), CASES, ids=SEVERAL)
def test_what_a_model_says_comes_out_with_its_marks(task: Task, case: dict[str, Any]) -> None:
    model = Scripted(says="Here it is:\n```json\n" + json.dumps({"sentences": case["answer"]}) + "\n```")
    found = drafted(model, task, case)
    assert [sorted({one.mark.value for one in sentence.marks}) for sentence in found.sentences] == [
        sorted(marks) for marks in case["marks"]
    ]
    assert list(found.left_out) == case.get("left_out", list(found.left_out))
    assert all(text in model.heard[1] for text in case["passages"].values())
    assert not any(text in model.heard[0] for text in case["passages"].values()), "data never stands among instructions"


def test_every_task_has_cases_in_each_language() -> None:
    for task in Task:
        assert {case["language"] for named, case in CASES if named is task} == set(NAMES), task


@pytest.fixture(scope="module")
def real_model() -> BaseChatModel:
    address, name = os.environ.get(ADDRESS), os.environ.get(MODEL)
    if not address or not name:
        pytest.skip(f"a small local model is not here: set {ADDRESS} and {MODEL} to an OpenAI-compatible server")
    return open_model(ModelChoice("compatible", name, address, private=True), 120)


@pytest.mark.parametrize(("task", "case"), CASES, ids=SEVERAL)
def test_a_real_model_keeps_to_the_form_and_names_what_it_rests_on(
    real_model: BaseChatModel, task: Task, case: dict[str, Any]
) -> None:
    found = drafted(real_model, task, case)
    assert found.sentences
    assert all(one.ids or one.marks for one in found.sentences)
