// SPDX-License-Identifier: AGPL-3.0-only
package com.example.pager;

import io.vmnhub.contract.AnsweringSink;
import io.vmnhub.contract.AnsweringSinkContract;

class PagerContractIT implements AnsweringSinkContract {

    private final AnsweringSink sink = new TestedPager();

    @Override
    public AnsweringSink sink() {
        return sink;
    }
}
