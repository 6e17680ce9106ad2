'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const gold = '#b07a0c', deep = '#5f3d00', blue = '#2d5d8a', grey = '#767065', ink = '#1f1d1a', soft = '#5e584e', line = '#e4ded1', paper = '#fbf9f4';
  const font = getComputedStyle(document.body).fontFamily;
  const number = value => value == null ? 'no data' : value.toLocaleString('en');
  const short = value => value >= 1e6 ? value / 1e6 + 'M' : value >= 1e4 ? value / 1e3 + 'k' : number(value);

  const text = {color: soft, fontFamily: font, fontSize: 12};
  const values = {type: 'value', minInterval: 1, splitNumber: 4, axisLabel: {...text, formatter: short}, splitLine: {lineStyle: {color: line}}};
  const names = labels => ({type: 'category', data: labels, axisLabel: {...text, hideOverlap: true}, axisTick: {show: false}, axisLine: {lineStyle: {color: soft}}});
  const legend = {top: 0, left: 0, itemWidth: 18, itemHeight: 10, itemGap: 18, textStyle: {...text, color: ink}};
  // Rich text, not HTML: a song's name stays text in a tooltip, too.
  const tooltip = {renderMode: 'richText', confine: true, trigger: 'axis', borderWidth: 1, borderColor: line, textStyle: {...text, color: ink}, axisPointer: {type: 'line', lineStyle: {color: grey}}};
  const base = {animation: false, textStyle: {fontFamily: font}, tooltip};
  const top = series => series.length > 1 ? 34 : 10;

  function daily({labels, labelsBefore, now, before}) {
    const few = labels.length < 15;
    const series = [{name: 'This period', type: 'line', data: now, symbol: 'circle', symbolSize: 7, showSymbol: few,
      lineStyle: {width: 3, color: gold}, itemStyle: {color: gold}, areaStyle: {color: gold, opacity: .12}}];
    if (before.length) {
      series.push({name: 'Period before', type: 'line', data: before, symbol: 'emptyCircle', symbolSize: 6, showSymbol: few,
        lineStyle: {width: 2, type: 'dashed', color: grey}, itemStyle: {color: grey}});
    }
    return {...base, series, legend: series.length > 1 ? legend : undefined,
      tooltip: {...tooltip, formatter: points => points.map(point =>
        `${(point.seriesIndex ? labelsBefore : labels)[point.dataIndex]}: ${number(point.value)}`).join('\n')},
      grid: {left: 4, right: 16, top: top(series), bottom: 4, containLabel: true},
      xAxis: {...names(labels), boundaryGap: false}, yAxis: values};
  }

  // Bars that lie, the first on top, with the number at the end: no axis is needed.
  function ranking({labels, now}, width) {
    const clip = Math.max(9, Math.floor(width / 20));
    return {...base, tooltip: {...tooltip, axisPointer: {type: 'none'}},
      grid: {left: 4, right: 56, top: 4, bottom: 4, containLabel: true},
      xAxis: {type: 'value', show: false},
      yAxis: {...names(labels), inverse: true, axisLine: {show: false},
        axisLabel: {...text, color: ink, interval: 0, formatter: label => [...label].length > clip ? [...label].slice(0, clip - 1).join('') + '…' : label}},
      series: [{name: 'Plays', type: 'bar', data: now, barCategoryGap: '32%', itemStyle: {color: gold, borderRadius: [0, 3, 3, 0]},
        label: {show: true, position: 'right', color: ink, fontFamily: font, formatter: point => number(point.value)}}]};
  }

  // Each part is at least 3:1 on the paper, and the paper shows between parts, so that they are told apart without colour.
  const part = color => ({color, borderColor: paper, borderWidth: 1});

  // What pays is the darker of the two, so that the order is told without colour as well.
  const levels = [['free', 'Free', '#b98417'], ['paid', 'Paid', deep], ['unknown', 'Unknown', '#8c857a']];
  const shown = of => levels.filter(([key]) => key !== 'unknown' || of.unknown.some(count => count > 0));

  function hours({labels, ...of}) {
    const series = shown(of).map(([key, name, color]) => ({name, type: 'bar', stack: 'all', data: of[key], barCategoryGap: '24%', itemStyle: part(color)}));
    return {...base, series, legend, tooltip: {...tooltip, axisPointer: {type: 'shadow'}},
      grid: {left: 4, right: 8, top: 34, bottom: 4, containLabel: true}, xAxis: names(labels), yAxis: values};
  }

  function genders({labels, ...of}) {
    const share = (key, i) => of[key][i] / levels.reduce((sum, [level]) => sum + of[level][i], 0);
    const series = shown(of).map(([key, name, color]) => ({name, type: 'bar', stack: 'all', barCategoryGap: '38%', itemStyle: part(color),
      data: labels.map((_, i) => share(key, i)),
      label: {show: true, color: key === 'paid' ? '#fff' : ink, fontFamily: font, formatter: point => point.value > .08 ? Math.round(point.value * 100) + ' %' : ''}}));
    return {...base, series, legend,
      tooltip: {...tooltip, axisPointer: {type: 'none'}, formatter: points => points[0].name + '\n' + points.map(point =>
        `${point.seriesName}: ${number(of[levels[point.seriesIndex][0]][point.dataIndex])}`).join('\n')},
      grid: {left: 4, right: 8, top: 34, bottom: 4, containLabel: true},
      xAxis: {type: 'value', max: 1, show: false}, yAxis: {...names(labels), inverse: true, axisLine: {show: false}, axisLabel: {...text, color: ink}}};
  }

  function logins({labels, succeeded, failed}) {
    const bar = (name, values, color) => ({name, type: 'bar', stack: 'all', data: values, barMaxWidth: 46, itemStyle: part(color)});
    return {...base, series: [bar('Succeeded', succeeded, blue), bar('Failed', failed, '#c06464')], legend,
      tooltip: {...tooltip, axisPointer: {type: 'shadow'}},
      grid: {left: 4, right: 8, top: 34, bottom: 4, containLabel: true}, xAxis: names(labels), yAxis: values};
  }

  const options = {plays: daily, listeners: daily, artists: ranking, songs: ranking, funnel: ranking, hours, genders, logins};

  for (const place of document.querySelectorAll('[data-chart]')) {
    const id = place.dataset.chart;
    const chart = echarts.init(place, null, {renderer: 'svg'});
    const draw = () => {
      chart.resize();
      chart.setOption(options[id](data[id], place.clientWidth), true);
      // Lets the print style scale what was drawn for the screen.
      const svg = place.querySelector('svg');
      svg.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
      svg.setAttribute('aria-hidden', 'true');
    };
    draw();
    let width = place.clientWidth;
    new ResizeObserver(() => {
      if (place.clientWidth !== width && !matchMedia('print').matches) {
        width = place.clientWidth;
        draw();
      }
    }).observe(place);
  }
  document.documentElement.dataset.drawn = 'true';
})();
