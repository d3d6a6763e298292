// Vega with the parts that the charts here use: what is left out (maps, forces, trees, words) would be a quarter of it.
import {transforms} from 'vega-dataflow';
import * as basic from 'vega-transforms';
import * as views from 'vega-view-transforms';
import * as encoding from 'vega-encode';

Object.assign(transforms, basic, views, encoding);

export {View} from 'vega-view';
export {parse} from 'vega-parser';
export {expressionInterpreter} from 'vega-interpreter';
